// Classic script, which is all a fragment can load. The module's address carries the version, so that caches stay right.
/** @type {any} */ (window).CompetencyLesson = function (/** @type {any} */ runtime, /** @type {any} */ element, /** @type {any} */ args) {
  import(args.module).then((module) => module.start(runtime, element));
};
