/**
 * How well faces are found and followed, against the truth: average precision, recall and precision by face size
 * ({@link io.facet.vision.score.DetectionScore}), CLEAR MOT and IDF1 ({@link io.facet.vision.score.TrackingScore}).
 *
 * <p>Exact and free of order: pictures may be added in any order, and equal scores count together.
 */
package io.facet.vision.score;
