import type {NativeBuild} from './nativeBuild.ts';

/**
 * C++ of a second, tiny addon, loaded first, that loads TensorFlow's smaller library without its chatter.
 *
 * TensorFlow 2.21 logs about oneDNN while that library loads, before any level can be set, and its logging library
 * reads no variable: so the error stream is turned away while it loads, and the level is set afterwards. The symbol is
 * looked up by name, so that another version merely logs more. TF_CPP_MIN_LOG_LEVEL below 2 leaves everything audible.
 */
export function quietSource(build: NativeBuild): string {
  const library = build.libraries[1];
  return `
#include <cstdlib>
#include <dlfcn.h>
#include <fcntl.h>
#include <node_api.h>
#include <unistd.h>
extern "C" __attribute__((visibility("default")))
napi_value napi_register_module_v1(napi_env, napi_value exports) {
  const char* variable = std::getenv("TF_CPP_MIN_LOG_LEVEL");
  const int level = variable ? std::atoi(variable) : 2;
  const int kept = level < 2 ? -1 : dup(2);
  const int nowhere = kept < 0 ? -1 : open("/dev/null", O_WRONLY);
  if (nowhere >= 0) dup2(nowhere, 2);
  // Found by this addon's own run path.
  void* library = dlopen("${library.endsWith('.dylib') ? '@rpath/' : ''}${library}", RTLD_NOW | RTLD_LOCAL);
  if (nowhere >= 0) dup2(kept, 2);
  if (nowhere >= 0) close(nowhere);
  if (kept >= 0) close(kept);
  if (!library) return exports;
  void* set = dlsym(library, "_ZN4absl12lts_2025081414SetMinLogLevelENS0_18LogSeverityAtLeastE");
  if (set) reinterpret_cast<void (*)(int)>(set)(level);
  return exports;
}
`;
}
