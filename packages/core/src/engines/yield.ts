/**
 * Lets the event loop handle messages between two steps. A timer would wait too long (4 ms and more in a page, a second
 * in a hidden tab), and with only a promise no messages would be handled.
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
