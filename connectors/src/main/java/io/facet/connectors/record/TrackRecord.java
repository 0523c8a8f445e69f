package io.facet.connectors.record;

import java.util.Map;

import io.facet.domain.face.FinishedTrack;
import io.facet.domain.face.ObservationId;

import static java.util.Objects.requireNonNull;

/**
 * One face followed through one stream; the record of the tracks topic.
 *
 * @param schemaVersion version of this form
 * @param id see {@link ObservationId}
 * @param stream the stream
 * @param track id of the track, unique within the stream
 * @param bundle of its last observation, {@code name@version}; null if it was never analysed
 * @param firstPtsUs presentation time of the first frame it was seen in
 * @param lastPtsUs presentation time of the last frame it was seen in
 * @param firstCaptureTimeUs capture time of the first frame it was seen in
 * @param lastCaptureTimeUs capture time of the last frame it was seen in
 * @param detections frames it was detected in
 * @param observations faces of it that were analysed
 * @param meanScore mean confidence of the detector over its observations
 * @param bestObservation id of the observation with the highest quality; null if it was never analysed
 * @param bestQuality the quality of that observation
 * @param bestBox the box of that observation, in source pixels; null if it was never analysed
 * @param bestPtsUs the presentation time of that observation
 * @param attributes mean probability by name; null if the head was not run
 * @param age null if the head was not run
 * @param gender null if the head was not run
 * @param expression null if the head was not run
 * @param identity null if the head was not run
 * @param group null if the head was not run
 * @param imageQuality what the quality head says; null if the head was not run
 */
public record TrackRecord(
        int schemaVersion,
        String id,
        String stream,
        long track,
        String bundle,
        long firstPtsUs,
        long lastPtsUs,
        long firstCaptureTimeUs,
        long lastCaptureTimeUs,
        long detections,
        long observations,
        double meanScore,
        String bestObservation,
        double bestQuality,
        BoxColumn bestBox,
        long bestPtsUs,
        Map<String, Double> attributes,
        AgeColumn age,
        ClassificationColumn gender,
        ClassificationColumn expression,
        IdentityColumn identity,
        ClassificationColumn group,
        QualityColumn imageQuality)
        implements WireRecord {

    public TrackRecord {
        requireNonNull(id, "id is missing");
        requireNonNull(stream, "stream is missing");
    }

    /** The wire form, rounded. */
    public static TrackRecord from(FinishedTrack track) {
        HeadColumns heads = HeadColumns.from(track.heads());
        return new TrackRecord(
                SCHEMA_VERSION,
                track.id(),
                track.stream(),
                track.track(),
                track.bundle(),
                track.firstPtsUs(),
                track.lastPtsUs(),
                track.firstCaptureTimeUs(),
                track.lastCaptureTimeUs(),
                track.detections(),
                track.observations(),
                Decimals.fraction(track.meanScore()),
                track.bestObservation(),
                Decimals.fraction(track.bestQuality()),
                track.bestBox() == null ? null : BoxColumn.from(track.bestBox()),
                track.bestPtsUs(),
                heads.attributes(),
                heads.age(),
                heads.gender(),
                heads.expression(),
                heads.identity(),
                heads.group(),
                heads.imageQuality());
    }

    /** The track, with head results in the order of {@link io.facet.domain.face.HeadTask}. */
    public FinishedTrack toDomain() {
        return new FinishedTrack(
                id,
                stream,
                track,
                bundle,
                firstPtsUs,
                lastPtsUs,
                firstCaptureTimeUs,
                lastCaptureTimeUs,
                detections,
                observations,
                meanScore,
                bestObservation,
                bestQuality,
                bestBox == null ? null : bestBox.toDomain(),
                bestPtsUs,
                new HeadColumns(null, null, attributes, age, gender, expression, identity, group, imageQuality)
                        .toDomain());
    }
}
