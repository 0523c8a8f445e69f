package io.facet.vision.tracking;

import java.util.List;

import io.facet.domain.event.StreamEvent.TrackEnded;
import io.facet.domain.face.TrackedFace;
import io.facet.vision.tracking.TrackerState.Track;

/**
 * What a frame did to the tracks of its stream.
 *
 * @param state to be given to the tracker with the next frame
 * @param faces the faces of this frame that belong to a track, by ascending {@link TrackedFace#faceIndex()}
 * @param endedTracks tracks that were given up before this frame, by ascending id
 */
public record Step(TrackerState state, List<TrackedFace> faces, List<Track> endedTracks) {
    public Step {
        faces = List.copyOf(faces);
        endedTracks = List.copyOf(endedTracks);
    }

    /** The tracks that were given up, as events of their stream. They come before the events of this frame. */
    public List<TrackEnded> ended(String stream) {
        return endedTracks.stream().map(track -> track.ended(stream)).toList();
    }
}
