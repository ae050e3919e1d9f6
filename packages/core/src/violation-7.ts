export { createBatch } from '@speil/api';
