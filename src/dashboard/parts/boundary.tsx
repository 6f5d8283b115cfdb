import { Component, type ReactNode } from 'react';
import { Failed } from './failed.tsx';
import { unexplained } from './failure.ts';

interface BoundaryProps {
  /** What is drawn: another one is tried anew. */
  readonly of: unknown;
  /** Asks anew for what could not be drawn. */
  readonly retry?: () => void;
  readonly children: ReactNode;
}

interface BoundaryState {
  readonly of: unknown;
  readonly isBroken: boolean;
}

/** Keeps what goes wrong while a part of the page is drawn in its place: the rest of the page stays, and it can be tried again. */
export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state = { of: this.props.of, isBroken: false };

  static getDerivedStateFromError(): Partial<BoundaryState> {
    return { isBroken: true };
  }

  static getDerivedStateFromProps({ of }: BoundaryProps, state: BoundaryState): BoundaryState | null {
    return state.of === of ? null : { of, isBroken: false };
  }

  override render(): ReactNode {
    if (!this.state.isBroken) return this.props.children;
    return <Failed failure={unexplained} retry={this.retry} />;
  }

  private readonly retry = (): void => {
    this.setState({ isBroken: false });
    this.props.retry?.();
  };
}
