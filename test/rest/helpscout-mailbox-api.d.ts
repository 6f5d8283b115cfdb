// The client has no types of its own: these are of what the tests call.
declare module 'helpscout-mailbox-api' {
  type Report = (question: Record<string, string>) => Promise<{ readonly data: unknown }>;

  export default class HelpScout {
    constructor(options: { clientId: string; clientSecret: string; authenticationFlow: 'clientCredentials' });
    updateRequestOptions(options: { baseURL: string }): void;
    setCredentials(tokens: { access_token: string }): void;
    readonly reports: {
      readonly conversation: {
        readonly getOverallReport: Report;
        readonly getVolumesByChannelReport: Report;
      };
      readonly user: { readonly getConversationHistoryReport: Report };
    };
  }
}
