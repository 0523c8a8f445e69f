package io.facet.connectors.record;

import java.util.List;
import java.util.Map;

import io.facet.domain.face.FaceObservation;
import io.facet.domain.face.FivePoints;
import io.facet.domain.face.ObservationId;

import static java.util.Objects.requireNonNull;

/**
 * One face in one frame; the record of the observations topic.
 *
 * @param schemaVersion version of this form
 * @param id see {@link ObservationId}
 * @param stream the stream
 * @param segment sequence number of the segment
 * @param frame position of the frame in its segment
 * @param ptsUs presentation time of the frame, microseconds from the start of the stream
 * @param captureTimeUs capture time of the frame, microseconds since the Unix epoch
 * @param bundle {@code name@version}
 * @param track the track the face belongs to
 * @param faceIndex position of the face in its frame
 * @param box in source pixels
 * @param points the five points, {@code [x, y]} in source pixels
 * @param score the detector's confidence in [0, 1]
 * @param quality how fit the face is for analysis by its size, pose, sharpness and detection, in [0, 1]
 * @param landmarks null if the head was not run
 * @param parsing null if the head was not run
 * @param attributes probability by name; null if the head was not run
 * @param age null if the head was not run
 * @param gender null if the head was not run
 * @param expression null if the head was not run
 * @param identity null if the head was not run
 * @param group null if the head was not run
 * @param imageQuality what the quality head says; null if the head was not run
 */
public record ObservationRecord(
        int schemaVersion,
        String id,
        String stream,
        long segment,
        int frame,
        long ptsUs,
        long captureTimeUs,
        String bundle,
        long track,
        int faceIndex,
        BoxColumn box,
        List<List<Double>> points,
        double score,
        double quality,
        LandmarksColumn landmarks,
        ParsingColumn parsing,
        Map<String, Double> attributes,
        AgeColumn age,
        ClassificationColumn gender,
        ClassificationColumn expression,
        IdentityColumn identity,
        ClassificationColumn group,
        QualityColumn imageQuality)
        implements WireRecord {

    public ObservationRecord {
        requireNonNull(id, "id is missing");
        requireNonNull(stream, "stream is missing");
        requireNonNull(bundle, "bundle is missing");
        requireNonNull(box, "box is missing");
        requireNonNull(points, "points is missing");
    }

    /** The wire form, rounded. */
    public static ObservationRecord from(FaceObservation observation) {
        HeadColumns heads = HeadColumns.from(observation.heads());
        return new ObservationRecord(
                SCHEMA_VERSION,
                observation.id(),
                observation.stream(),
                observation.segment(),
                observation.frame(),
                observation.ptsUs(),
                observation.captureTimeUs(),
                observation.bundle(),
                observation.track(),
                observation.faceIndex(),
                BoxColumn.from(observation.box()),
                PointColumns.from(observation.points().asList()),
                Decimals.fraction(observation.score()),
                Decimals.fraction(observation.quality()),
                heads.landmarks(),
                heads.parsing(),
                heads.attributes(),
                heads.age(),
                heads.gender(),
                heads.expression(),
                heads.identity(),
                heads.group(),
                heads.imageQuality());
    }

    /** The observation, with head results in the order of {@link io.facet.domain.face.HeadTask}. */
    public FaceObservation toDomain() {
        return new FaceObservation(
                id,
                stream,
                segment,
                frame,
                ptsUs,
                captureTimeUs,
                bundle,
                track,
                faceIndex,
                box.toDomain(),
                FivePoints.of(PointColumns.toDomain(points)),
                score,
                quality,
                new HeadColumns(landmarks, parsing, attributes, age, gender, expression, identity, group, imageQuality)
                        .toDomain());
    }
}
