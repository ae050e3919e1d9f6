/** The part of every compiled program that Node calls: an addon of Node-API, whose functions are the same in all versions. */
export const addon = `
#include <node_api.h>
#define CHECK(call) if ((call) != napi_ok) { napi_throw_error(env, 0, "An array cannot be read."); return 0; }
static void *aligned(long bytes) {
  void *p = 0;
  return posix_memalign(&p, 64, bytes < 64 ? 64 : bytes) ? 0 : p;
}
#if THREADS > 1
static void *work(void *given) {
  flushDenormals();
  for (;;) {
    meet();
    program((int)(long)given);
    meet();
  }
  return 0;
}
#endif
static int isReady;
static int prepare(void) {
  if (isReady) return 1;
  arena = aligned(ARENA);
  if (!arena) return 0;
#ifdef TILED
  askForTiles();
#endif
#ifdef SPACE
  for (int t = 0; t < THREADS; t++) if (!(space[t] = aligned(SPACE))) return 0;
#endif
#if THREADS > 1
  for (long t = 1; t < THREADS; t++) {
    pthread_t thread;
    if (pthread_create(&thread, 0, work, (void *)t)) return 0;
    pthread_detach(thread);
  }
#endif
  isReady = 1;
  return 1;
}
// The constants and tables, as one Uint8Array. They are copied.
static napi_value start(napi_env env, napi_callback_info info) {
  size_t count = 1, length = 0;
  napi_value given[1];
  void *bytes = 0;
  CHECK(napi_get_cb_info(env, info, &count, given, 0, 0));
  CHECK(napi_get_typedarray_info(env, given[0], 0, &length, &bytes, 0, 0));
  if (!constants) {
    constants = aligned((long)length);
    if (constants) memcpy(constants, bytes, length);
  }
  if (!constants || !prepare()) napi_throw_error(env, 0, "There is not enough memory.");
  return 0;
}
// The arrays of inputs and results, in their order; then, if the batch is open, the number of items, and whether steady
// inputs may have other values than in the run before.
static napi_value run(napi_env env, napi_callback_info info) {
  size_t count = 3;
  napi_value given[3];
  CHECK(napi_get_cb_info(env, info, &count, given, 0, 0));
#ifdef OPEN
  bool mayDiffer;
  CHECK(napi_get_value_int64(env, given[1], &items));
  CHECK(napi_get_value_bool(env, given[2], &mayDiffer));
  isChanged = mayDiffer;
#endif
  for (uint32_t i = 0; i < ARRAYS; i++) {
    napi_value element;
    void *array;
    CHECK(napi_get_element(env, given[0], i, &element));
    CHECK(napi_get_typedarray_info(env, element, 0, 0, &array, 0, 0));
#ifdef OPEN
    // Another executable of the same program may have run since.
    if (array != arrays[i] && isSteady[i]) isChanged = 1;
#endif
    arrays[i] = array;
  }
#ifdef OPEN
  team = items * WORK < LEAST_WORK ? 1 : THREADS;
#endif
#if THREADS > 1
  memset(taken, 0, sizeof taken);
#endif
  const __auto_type before = flushDenormals();
  barrier();
  program(0);
  barrier();
  restoreFloats(before);
  return 0;
}
NAPI_MODULE_INIT() {
  napi_value function;
  napi_create_function(env, "start", NAPI_AUTO_LENGTH, start, 0, &function);
  napi_set_named_property(env, exports, "start", function);
  napi_create_function(env, "run", NAPI_AUTO_LENGTH, run, 0, &function);
  napi_set_named_property(env, exports, "run", function);
  return exports;
}
`;
