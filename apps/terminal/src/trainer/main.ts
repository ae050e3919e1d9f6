/** Entry of the trainer's process: receives one request over IPC, then trains. */
import { serializeError } from './errors.js';
import type { TrainerPhase, TrainerReply, TrainerRequest } from './messages.js';
import { Trainer } from './run-trainer.js';

function reply(message: TrainerReply | TrainerPhase): void {
  // The command may already have ended, which does not affect the training.
  if (process.connected) process.send?.(message, () => undefined);
}

process.once('message', (request) => {
  let replied = false;
  const once = (message: TrainerReply | TrainerPhase): void => {
    if (message.type !== 'phase') replied = true;
    reply(message);
  };
  Trainer.start(request as TrainerRequest, once).then(
    () => process.exit(0),
    (error: unknown) => {
      if (replied) process.exit(1);
      else if (process.connected) {
        process.send?.({ type: 'refused', error: serializeError(error) }, () => process.exit(1));
      }
    },
  );
});
