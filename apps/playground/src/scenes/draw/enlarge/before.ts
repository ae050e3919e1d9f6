/** Which of the answers an enlargement is input against. */
import type { Answers } from '../controller';
import type { Before } from '../state';

export function beforeOf(before: Before): (answers: Answers) => Uint8Array | undefined {
  return ({ enlarged }) => (before === 'original' ? enlarged?.picture : enlarged?.[before]);
}
