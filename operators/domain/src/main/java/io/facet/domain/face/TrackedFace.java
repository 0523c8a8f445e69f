package io.facet.domain.face;

/**
 * A detection that was given to a track.
 *
 * @param track id of the track, unique within its stream and never used again
 * @param faceIndex position of the face in its frame, from 0, ordered by descending score
 * @param detection what the detector found
 * @param analyze whether the policy asks for the heads to be run on this face now
 */
public record TrackedFace(long track, int faceIndex, Detection detection, boolean analyze) {}
