/** The files of CIFAR-10's binary version, and the size of an example in them. */

/** The last file is the test part. */
export const cifarFiles = [
  'data_batch_1.bin',
  'data_batch_2.bin',
  'data_batch_3.bin',
  'data_batch_4.bin',
  'data_batch_5.bin',
  'test_batch.bin',
] as const;

/** Bytes of an example: a label, then 1,024 bytes each of red, green and blue, row by row. */
export const cifarRecordBytes = 1 + 3 * 32 * 32;
