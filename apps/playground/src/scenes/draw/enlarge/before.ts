/** Selects the picture that an enlargement is compared with. */
import type { Answers } from '../controller/controller';
import type { Before } from '../controller/state';

export function selectBefore(before: Before): (answers: Answers) => Uint8Array | undefined {
  return ({ enlarged }) => (before === 'original' ? enlarged?.picture : enlarged?.[before]);
}
