package io.facet.functions.state;

import org.apache.flink.api.common.typeinfo.TypeInformation;

import io.facet.domain.event.StreamEvent;
import io.facet.domain.face.FaceObservation;
import io.facet.domain.face.FinishedTrack;
import io.facet.domain.face.StreamSummary;

/** The Flink types of everything that flows in the main job behind the decoder. */
public final class FacetTypes {

    /** Events between the operators. Serializing one that carries pixels throws {@link IllegalStateException}. */
    public static final TypeInformation<StreamEvent> STREAM_EVENT =
            new VersionedTypeInfo<>(StreamEvent.class, new StreamEventCodec());

    /** Records of {@code facet.observations}. */
    public static final TypeInformation<FaceObservation> FACE_OBSERVATION =
            new VersionedTypeInfo<>(FaceObservation.class, new FaceObservationCodec());

    /** Records of {@code facet.tracks}. */
    public static final TypeInformation<FinishedTrack> FINISHED_TRACK =
            new VersionedTypeInfo<>(FinishedTrack.class, new FinishedTrackCodec());

    /** One record for each finished stream. */
    public static final TypeInformation<StreamSummary> STREAM_SUMMARY =
            new VersionedTypeInfo<>(StreamSummary.class, new StreamSummaryCodec());

    private FacetTypes() {}
}
