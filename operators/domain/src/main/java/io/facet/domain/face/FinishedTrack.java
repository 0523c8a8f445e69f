package io.facet.domain.face;

import java.util.List;

/**
 * One face followed through one stream, from first sight to last.
 *
 * @param id see {@link TrackId}
 * @param stream the stream
 * @param track id of the track, unique within the stream
 * @param bundle name and version of the bundle of its last observation
 * @param firstPtsUs presentation time of the first frame it was seen in
 * @param lastPtsUs presentation time of the last frame it was seen in
 * @param firstCaptureTimeUs capture time of the first frame it was seen in
 * @param lastCaptureTimeUs capture time of the last frame it was seen in
 * @param detections frames it was detected in
 * @param observations faces of it that were analysed
 * @param meanScore mean confidence of the detector over its observations
 * @param bestObservation id of the observation with the highest quality
 * @param bestQuality the quality of that observation
 * @param bestBox the box of that observation
 * @param bestPtsUs the presentation time of that observation
 * @param heads head results aggregated over the track, weighted by quality: mean age and probabilities, mean unit
 *     embedding; no landmarks and no parsing, which belong to a frame
 */
public record FinishedTrack(
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
        Box bestBox,
        long bestPtsUs,
        List<HeadResult> heads) {}
