/**
 * Scores predictions that lie in files, whoever made them: JSON lines, one record a face (a pair, a picture). The format is in
 * the module's README.
 */
package io.facet.training.evaluate.file;
