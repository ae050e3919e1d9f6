/**
 * Tells the browser's performance timeline how long it took from a hand's movement to the picture on screen. Nothing is
 * kept: who wants the figures (the journeys do) observes the measures.
 */
export function measureLatency(name: string, since: number): void {
  requestAnimationFrame(() => {
    // The task after a frame's callbacks begins when the frame has been handed to the screen.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      performance.measure(name, { start: since, end: performance.now() });
      performance.clearMeasures(name);
      port1.close();
    };
    port2.postMessage(null);
  });
}
