export * from '@speil/images';
