export * from '@speil/runs';
