/**
 * Reports the time from a pointer event to the picture on screen as a performance measure. Nothing is stored; the
 * journeys observe the measures.
 */
export function measureLatency(name: string, since: number): void {
  requestAnimationFrame(() => {
    // The task after the callbacks of a frame begins once the frame has been painted.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      performance.measure(name, { start: since, end: performance.now() });
      performance.clearMeasures(name);
      port1.close();
    };
    port2.postMessage(null);
  });
}
