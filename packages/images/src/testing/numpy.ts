import { crc32, deflateRawSync } from 'node:zlib';
import { npyFileHeader } from '../datasets/npy.js';

/**
 * Files that NumPy 2.4.6 itself wrote. Most contain an array of 4 x 2 x 3 bytes from 0 to 230 in steps of ten: as
 * bytes, as big-endian doubles divided by 255, in Fortran order, and in archives. One archive was written to a pipe, so
 * its sizes follow the data. Others contain arrays that are not supported.
 */
const base64 = {
  bytes:
    'k05VTVBZAQB2AHsnZGVzY3InOiAnfHUxJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDQsIDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAChQeKDI8RlBaZG54goyWoKq0vsjS3OY=',
  floats:
    'k05VTVBZAQB2AHsnZGVzY3InOiAnPmY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDQsIDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAD+kFBQUFBQUP7QUFBQUFBQ/vh4eHh4eHj/EFBQUFBQUP8kZGRkZGRk/zh4eHh4eHj/RkZGRkZGSP9QUFBQUFBQ/1paWlpaWlz/ZGRkZGRkZP9ubm5ubm5w/3h4eHh4eHj/gUFBQUFBQP+GRkZGRkZI/4tLS0tLS0z/kFBQUFBQUP+VVVVVVVVU/5paWlpaWlz/n19fX19fYP+kZGRkZGRk/6lpaWlpaWj/rm5ubm5ucP+zc3Nzc3N0=',
  fortran:
    'k05VTVBZAQB2AHsnZGVzY3InOiAnfHUxJywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoNCwgMiwgMyksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAPHi0HlqW0gpGgr4oZKDcFFCMyDJuquY=',
  objects:
    'k05VTVBZAQB2AHsnZGVzY3InOiAnfE8nLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAqABJWUAAAAAAAAAIwWbnVtcHkuX2NvcmUubXVsdGlhcnJheZSMDF9yZWNvbnN0cnVjdJSTlIwFbnVtcHmUjAduZGFycmF5lJOUSwCFlEMBYpSHlFKUKEsBSwKFlGgDjAVkdHlwZZSTlIwCTziUiYiHlFKUKEsDjAF8lE5OTkr/////Sv////9LP3SUYoldlCh9lIwBYZRLAXNOZXSUYi4=',
  record:
    'k05VTVBZAQB2AHsnZGVzY3InOiBbKCdhJywgJzxpNCcpLCAoJ2InLCAnPGY0JyldLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAAAAAAAAAAAA',
  keras:
    'UEsDBC0AAAAIAAAAIQAJcJLP//////////8LABQAeF90cmFpbi5ucHkBABAAmAAAAAAAAABiAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loF5Taqiuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GiY6CkY6CsaaOgq1CuQBLgYuETkNIxu3gKiUvIqmnmkLVm3Zd+LSnWcAUEsDBC0AAAAIAAAAIQCfzEqW//////////8LABQAeV90cmFpbi5ucHkBABAAoAAAAAAAAABOAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TaaGuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GiY6mjoKtQoUAC5mBghghNJMDKgAAFBLAwQtAAAACAAAACEApSwQUf//////////CgAUAHhfdGVzdC5ucHkBABAAjAAAAAAAAABUAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loF5Taqiuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GkY6CkBkrKmjUKtAHuBi4BKR0zCycQuISskDAFBLAwQtAAAACAAAACEAcfs5q///////////CgAUAHlfdGVzdC5ucHkBABAAkAAAAAAAAABIAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TaaGuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GkY6mjoKtQoUAC5GBlQAAFBLAQItAy0AAAAIAAAAIQAJcJLPYgAAAJgAAAALAAAAAAAAAAAAAACAAQAAAAB4X3RyYWluLm5weVBLAQItAy0AAAAIAAAAIQCfzEqWTgAAAKAAAAALAAAAAAAAAAAAAACAAZ8AAAB5X3RyYWluLm5weVBLAQItAy0AAAAIAAAAIQClLBBRVAAAAIwAAAAKAAAAAAAAAAAAAACAASoBAAB4X3Rlc3QubnB5UEsBAi0DLQAAAAgAAAAhAHH7OatIAAAAkAAAAAoAAAAAAAAAAAAAAIABugEAAHlfdGVzdC5ucHlQSwUGAAAAAAQABADiAAAAPgIAAAAA',
  pickled:
    'UEsDBC0AAAAIAAAAIQAyaVUs//////////8KABQAaW1hZ2VzLm5weQEAEAAfAQAAAAAAAM0AAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgXuOvrqOgnpZfVFKUmBefX5SSChJ2S8wpTgWKF2ckFqQC+RpGOpo6CrUKlACuBpapUxggoEcsrzS3oFIvPjm/KFUvtzSnJDOxqCixckoPT3xRanJ+XnFJUWlyyZTJU3pYwSqn9LDnpUCUTJ7izdA6xZkxaUr7lKApGt6M3kytUzKYe1hTSioLUkFamPwtpnR2QGSZexhrpvj5+Xn9BwIw4W1fMiWpM3aKRu2UHsbEKd6MxX6pQBE9AFBLAQItAy0AAAAIAAAAIQAyaVUszQAAAB8BAAAKAAAAAAAAAAAAAACAAQAAAABpbWFnZXMubnB5UEsFBgAAAAABAAEAOAAAAAkBAAAAAA==',
  piped:
    'UEsDBC0ACAAIAAAAIQAAAAAA//////////8KABQAaW1hZ2VzLm5weQEAEAAAAAAAAAAAAAAAAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgXlNqqK6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaJjoKRjoKxpo6CrUK5AEuBi4ROQ0jG7eAqJS8iqaeaQtWbdl34tKdZwBQSwcICXCSz2IAAAAAAAAAmAAAAAAAAABQSwECLQMtAAgACAAAACEACXCSz2IAAACYAAAACgAAAAAAAAAAAAAAgAEAAAAAaW1hZ2VzLm5weVBLBQYAAAAAAQABADgAAAC2AAAAAAA=',
} as const;

export const numpyFiles = Object.fromEntries(
  Object.entries(base64).map(([name, text]) => [name, Buffer.from(text, 'base64')]),
) as Record<keyof typeof base64, Buffer>;

/** Creates a `.npy` file with any dictionary as its header. */
export function npy(dictionary: string, body: Uint8Array = new Uint8Array(0)): Buffer {
  const header = Buffer.alloc(10);
  header.write('\x93NUMPY\x01\x00', 'latin1');
  header.writeUInt16LE(dictionary.length, 8);
  return Buffer.concat([header, Buffer.from(dictionary, 'latin1'), body]);
}

/** Creates a `.npy` file of bytes with a given shape. */
export function npyOfBytes(shape: readonly number[], values: ArrayLike<number>): Buffer {
  return Buffer.concat([npyFileHeader(shape, 'u1'), Uint8Array.from(values)]);
}

/** Creates a `.npz` file of arrays by their names. */
export function npz(arrays: Readonly<Record<string, Buffer>>): Buffer {
  return zipOf(Object.entries(arrays).map(([name, content]) => ({ name: `${name}.npy`, content })));
}

/** Creates a ZIP file with one entry that declares a size. */
export function zip(name: string, content: Buffer, claimed = content.length): Buffer {
  return zipOf([{ name, content, claimed }]);
}

interface ZipEntry {
  readonly name: string;
  readonly content: Buffer;
  /** The declared unpacked size. */
  readonly claimed?: number;
}

/** APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16. */
function zipOf(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let at = 0;
  for (const { name, content, claimed = content.length } of entries) {
    const packed = deflateRawSync(content);
    const common = Buffer.alloc(26);
    [20, 0, 8, 0, 0].forEach((value, i) => common.writeUInt16LE(value, 2 * i));
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claimed, 18);
    common.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
    const head = Buffer.from('PK\x01\x02\x14\x00', 'latin1');
    centrals.push(Buffer.concat([head, common, place, Buffer.from(name)]));
    locals.push(local);
    at += local.length;
  }
  const central = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, central, end]);
}
