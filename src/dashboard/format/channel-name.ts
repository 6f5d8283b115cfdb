/** What a source calls a channel, without the word that Chatwoot puts before each of its own. */
export function channelName(channel: string): string {
  return channel.replace(/^Channel::(?=.)/, '');
}
