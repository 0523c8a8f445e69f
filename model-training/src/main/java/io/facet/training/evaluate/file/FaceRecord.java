package io.facet.training.evaluate.file;

import io.facet.training.evaluate.task.FaceValue;

/**
 * One line of a file.
 *
 * @param key names the face, pair or picture
 * @param group of the person; null where it is not said
 * @param value what is true, or was predicted
 */
record FaceRecord(String key, String group, FaceValue value) {}
