/**
 * Coordinates the sound with the rest of the device: only one tab of the site plays at a time, the keys of a headset or
 * a lock screen control the sound, and it continues after a change of the language.
 */
import { onLeaving } from '../../../shared/browser/leaving';
import { keepInTab, takeFromTab } from '../../../shared/browser/tab-storage';

export interface SessionOptions {
  readonly isPlaying: () => boolean;
  readonly setSound: (on: boolean) => void;
  readonly subscribe: (listener: () => void) => () => void;
  /** Continues playing, if the browser allows that without a user gesture. */
  readonly goOn: () => void;
}

const channelName = 'speil.sound';
const playingKey = 'playing';
/** The only message between tabs. */
const playing = 'playing';

/** @returns a function that leaves the session. */
export function joinSession({ isPlaying, setSound, subscribe, goOn }: SessionOptions): () => void {
  // Older browsers lack `BroadcastChannel`, so their tabs do not know about each other.
  const channel =
    typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(channelName);
  const media = (navigator as { mediaSession?: MediaSession }).mediaSession;
  let was = isPlaying();
  const tell = (): void => {
    const now = isPlaying();
    if (now === was) return;
    was = now;
    if (now) channel?.postMessage(playing);
    if (media === undefined) return;
    media.playbackState = now ? 'playing' : 'paused';
    if (now) media.metadata = new MediaMetadata({ title: document.title, artist: 'Speil' });
  };
  if (channel !== undefined) {
    channel.onmessage = ({ data }) => {
      if (data === playing && isPlaying()) setSound(false);
    };
  }
  for (const action of ['play', 'pause'] as const) {
    media?.setActionHandler(action, () => {
      setSound(action === 'play');
    });
  }
  if (takeFromTab(playingKey) === 'yes') goOn();
  const stops = [
    subscribe(tell),
    onLeaving((why) => {
      if (why === 'language' && isPlaying()) keepInTab(playingKey, 'yes');
    }),
  ];
  return () => {
    channel?.close();
    for (const stop of stops) stop();
    for (const action of ['play', 'pause'] as const) media?.setActionHandler(action, null);
  };
}
