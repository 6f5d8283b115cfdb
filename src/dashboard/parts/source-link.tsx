import { texts } from '../texts.ts';

/** What a conversation is about, leading to where its source shows it, if that is known. */
export function SourceLink({
  conversation: { subject, url },
}: {
  conversation: { subject: string | null; url: string | null };
}) {
  const text = subject || texts.rows.noSubject;
  // The address comes from imported data: it may lead to a page, and nowhere else.
  if (!url || !/^https?:\/\//i.test(url)) return text;
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {text}
    </a>
  );
}
