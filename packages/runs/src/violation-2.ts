export * from '@speil/core';
