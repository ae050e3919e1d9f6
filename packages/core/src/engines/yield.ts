/**
 * Lets messages in between two steps. A timer would wait (4 ms and more in a page, a second in a hidden tab), a promise
 * alone would not let them in.
 */
interface WithSetImmediate {
  setImmediate?: (callback: () => void) => unknown;
}

export async function yieldToEventLoop(): Promise<void> {
  const { setImmediate } = globalThis as WithSetImmediate;
  await new Promise<void>((resolve) => {
    if (setImmediate !== undefined) {
      setImmediate(resolve);
      return;
    }
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      channel.port1.close();
      resolve();
    };
    channel.port2.postMessage(undefined);
  });
}
