/**
 * The sound among the others of a device: one tab of the site plays at a time, the keys of a headset and a lockToScale screen start and
 * stop it, and it goes on where only the language was changed.
 */
import { onLeaving } from '../../../shared/browser/leaving';
import { keepInTab, takeFromTab } from '../../../shared/browser/tab-storage';

export interface SessionOptions {
  readonly isPlaying: () => boolean;
  readonly setSound: (on: boolean) => void;
  readonly subscribe: (listener: () => void) => () => void;
  /** Plays on if the browser lets it without a gesture. */
  readonly goOn: () => void;
}

const channelName = 'speil.sound';
const playingKey = 'playing';
/** All that tabs say to each other. */
const playing = 'playing';

/** @returns a function that stops. */
export function joinSession({ isPlaying, setSound, subscribe, goOn }: SessionOptions): () => void {
  // Absent in older browsers: tabs then do not know of each other.
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
