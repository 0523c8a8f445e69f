package io.facet.vision.score;

import io.facet.domain.face.Box;

/**
 * A face of one frame and whose it is.
 *
 * @param id of the person (truth) or of the track (found); unique within its frame
 * @param box in pixels of the frame
 */
public record TrackedBox(long id, Box box) {}
