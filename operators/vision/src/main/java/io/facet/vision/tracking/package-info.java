/**
 * Following faces through a stream: a constant-velocity Kalman filter for each track (Bewley et al., "Simple Online and
 * Realtime Tracking", 2016) and association in two rounds by detector score (Zhang et al., "ByteTrack", 2022).
 *
 * <p>The tracker is a pure function of its state and a frame. The state is an immutable record with an exact, versioned
 * binary form, so a run that is restored from a checkpoint goes on as if it had never stopped.
 */
package io.facet.vision.tracking;
