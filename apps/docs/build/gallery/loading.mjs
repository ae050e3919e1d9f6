/**
 * How to load a model, as programs of about ten lines: in Node, in a web page and in Python. What a program does follows
 * from the model: a prior is sampled, a model that restores gets damaged pictures, any other one reconstructs. A
 * journey runs the programs.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** @returns the programs of a model: `{ node, page, python, shell }`; `python` may be undefined. */
export function programsOf({ name, folder }) {
  if (isMusic(folder)) return musicPrograms(name);
  const { spec } = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'));
  const use = useOf(spec);
  return {
    node: nodeProgram(name, use),
    page: pageProgram(name, use),
    ...pythonProgram(name, spec, use),
  };
}

const isMusic = (folder) => readdirSync(folder).includes('config.json');

/** What one does with a model of pictures, as the lines of a program and the functions of core that they need. */
function useOf({ bottleneck, condition, input, codec }) {
  const dataset = codec.shape[2] === 3 ? 'scenes' : 'mnist-10k';
  if (condition !== null && condition !== undefined) {
    const classes = Array.from({ length: condition.classes }, (_, index) => index).join(', ');
    return {
      tools: ['sample'],
      lines: [
        `const condition = [${classes}];`,
        'const pictures = await sample(model, condition.length, { condition, seed: 1 });',
      ],
    };
  }
  if (input !== undefined) {
    return {
      dataset,
      tools: ['reconstruct'],
      lines: [
        'const damaged = await model.degrade(originals, { seed: 1 });',
        'const pictures = await reconstruct(model, damaged);',
      ],
    };
  }
  if (bottleneck.kind === 'deterministic') {
    return {
      dataset,
      tools: ['reconstruct'],
      lines: ['const pictures = await reconstruct(model, originals);'],
    };
  }
  return {
    tools: ['sample'],
    lines: ['const pictures = await sample(model, 10, { seed: 1 });'],
  };
}

function nodeProgram(name, { dataset, tools, lines }) {
  return [
    "import { writeFileSync } from 'node:fs';",
    `import { loadEngine, loadModel, ${tools.join(', ')} } from '@speil/core';`,
    "import { fromPackage } from '@speil/core/node';",
    "import { encodePng, imageCodec, montage } from '@speil/images';",
    ...(dataset ? ["import { openDataset } from '@speil/images/node';"] : []),
    '',
    "const engine = await loadEngine('auto', { training: false });",
    `const source = fromPackage('@speil/model-${name}');`,
    'const model = await loadModel(source, { codec: imageCodec, engine });',
    ...(dataset ? originalsOf(dataset) : []),
    ...lines,
    "writeFileSync('pictures.png', encodePng(montage(pictures, { columns: 5 })));",
    'model.dispose();',
  ].join('\n');
}

/** Lines that read the first pictures of a dataset's test part. */
function originalsOf(dataset) {
  return [
    `const data = await openDataset('${dataset}', { split: 'test' });`,
    'const codec = imageCodec(model.spec.codec);',
    'const batches = await Promise.all([0, 1, 2, 3, 4].map((index) => data.read([index])));',
    'const originals = batches.map(({ values }) => codec.decode(values));',
  ];
}

function pageProgram(name, { dataset, tools, lines }) {
  return [
    `import { fromUrl, loadEngine, loadModel, ${tools.join(', ')} } from '@speil/core';`,
    `import { ${dataset ? 'decodePng, ' : ''}encodePng, imageCodec, montage } from '@speil/images';`,
    '',
    '// The folder of the engine’s .wasm files, and that of the model, on the host of the page.',
    "const engine = await loadEngine('wasm', { training: false, wasmPath: '/engine/' });",
    `const source = fromUrl('/models/${name}');`,
    'const model = await loadModel(source, { codec: imageCodec, engine });',
    ...(dataset
      ? [
          "const file = await fetch('/picture.png');",
          'const originals = [decodePng(new Uint8Array(await file.arrayBuffer()))];',
        ]
      : []),
    ...lines,
    'const png = new Blob([encodePng(montage(pictures, { columns: 5 }))]);',
    "document.querySelector('img').src = URL.createObjectURL(png);",
  ].join('\n');
}

function pythonProgram(name, spec, { tools }) {
  const hasCondition = spec.condition !== null && spec.condition !== undefined;
  if (hasCondition || ['vq', 'fsq'].includes(spec.bottleneck.kind)) {
    return {
      shell: `npx speil export ${name} --to safetensors -o ${name}`,
      python: [
        'from safetensors.numpy import load_file',
        '',
        `for variable, values in load_file('${name}/weights.safetensors').items():`,
        '    print(variable, values.shape, values.dtype)',
      ].join('\n'),
      pythonNote: `${hasCondition ? 'A model with a condition' : 'A model with discrete latents'} has no ONNX export: \`model.json\` describes the network, and the variables are named after its layers.`,
    };
  }
  const latent = spec.latentShape.join(', ');
  const shape = inputShapeOf(spec).join(', ');
  const sampling = tools[0] === 'sample';
  return {
    shell: `npx speil export ${name} --to onnx -o ${name}`,
    python: [
      'import numpy as np',
      'import onnxruntime as ort',
      '',
      ...(sampling
        ? [`z = np.random.default_rng(1).standard_normal((10, ${latent}), dtype=np.float32)`]
        : [
            `pictures = np.zeros((10, ${shape}), np.float32)  # yours: values from 0 to 1`,
            `encoder = ort.InferenceSession('${name}/encoder.onnx')`,
            "[z] = encoder.run(['mean'], {'x': pictures})",
          ]),
      `decoder = ort.InferenceSession('${name}/decoder.onnx')`,
      "[decoded] = decoder.run(['mean'], {'z': z})",
      `print(decoded.shape)  # (10, ${spec.codec.shape.join(', ')})`,
    ].join('\n'),
  };
}

/** The encoder of a model that enlarges takes small pictures. */
function inputShapeOf({ codec, input }) {
  const [height, width, channels] = codec.shape;
  const factor = input?.kind === 'reduced' ? input.factor : 1;
  return [height / factor, width / factor, channels];
}

function musicPrograms(name) {
  const program = (source, engine, write, imports) =>
    [
      ...imports,
      '',
      `const engine = await loadEngine(${engine});`,
      `const model = await loadMusicVae(${source}, { engine });`,
      'const [piece] = await sample(model, 1, { temperature: 0.5, seed: 1 });',
      ...write,
    ].join('\n');
  return {
    node: program(
      `fromPackage('@speil/model-${name}')`,
      "'auto', { training: false }",
      ["writeFileSync('piece.mid', writeMidi(piece));", 'model.dispose();'],
      [
        "import { writeFileSync } from 'node:fs';",
        "import { loadEngine, sample } from '@speil/core';",
        "import { fromPackage } from '@speil/core/node';",
        "import { loadMusicVae, writeMidi } from '@speil/music';",
      ],
    ),
    page: program(
      `fromUrl('/models/${name}')`,
      "'wasm', { training: false, wasmPath: '/engine/' }",
      [
        "document.querySelector('a').href = URL.createObjectURL(new Blob([writeMidi(piece)]));",
        "document.querySelector('a').download = 'piece.mid';",
      ],
      [
        "import { fromUrl, loadEngine, sample } from '@speil/core';",
        "import { loadMusicVae, writeMidi } from '@speil/music';",
      ],
    ),
    shell: `npx speil sample ${name} -n 4 --seed 1 -o pieces`,
    python: undefined,
    pythonNote:
      'A model of music is exported in the format of magenta-js alone (`npx speil export NAME --to magenta`), which no Python library reads. Its samples are MIDI files, which many Python libraries read.',
  };
}

export function loadingSection(model) {
  const { node, page, python, pythonNote, shell } = programsOf(model);
  return [
    '## Load it in Node\n',
    fence('js', node),
    '## Load it in a web page\n',
    'The page’s host serves the files of the package and those of the engine; a bundler such as Vite resolves the imports ([a whole page](../../../docs/tutorials/web-page.md)).\n',
    fence('js', page),
    '## Load it in Python\n',
    ...(pythonNote === undefined ? [] : [`${pythonNote}\n`]),
    fence('sh', shell),
    ...(python === undefined ? [] : [fence('python', python)]),
  ].join('\n');
}

function fence(language, code) {
  return `\`\`\`${language}\n${code}\n\`\`\`\n`;
}

/** The files of the package that are the model, with their sizes. */
export function filesTable({ folder, manifest }) {
  const listed = manifest.files.filter((file) => !/^!|^dist$|CHANGELOG|README|LICENSE/u.test(file));
  const rows = listed.map((file) => [file, sizeOf(join(folder, file))]);
  return [
    '| file | bytes |',
    '| ---- | ----: |',
    ...rows.map(([file, size]) => `| \`${file}\` | ${size.toLocaleString('en')} |`),
    '',
  ].join('\n');
}

function sizeOf(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}
