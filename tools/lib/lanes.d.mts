/** Types of lanes.mjs, for its test. */
export interface Task {
  readonly name: string;
  readonly needs?: readonly string[];
  readonly run: () => Promise<boolean>;
}
export function runInLanes(
  tasks: readonly Task[],
  options: {
    readonly lanes: number;
    readonly onStart?: (task: Task) => void;
    readonly onEnd?: (task: Task, passed: boolean) => void;
  },
): Promise<readonly Task[]>;
