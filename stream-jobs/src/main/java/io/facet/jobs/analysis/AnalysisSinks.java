package io.facet.jobs.analysis;

import org.apache.flink.api.connector.sink2.Sink;

import io.facet.domain.face.FaceObservation;
import io.facet.domain.face.FinishedTrack;
import io.facet.domain.face.StreamSummary;
import io.facet.domain.video.DeadLetter;

/**
 * Where the main job's results go.
 *
 * @param observations one record for each analysed face
 * @param tracks one record for each finished track
 * @param statistics one record for each finished stream
 * @param deadLetters one record for each refused input
 */
public record AnalysisSinks(
        Sink<FaceObservation> observations,
        Sink<FinishedTrack> tracks,
        Sink<StreamSummary> statistics,
        Sink<DeadLetter> deadLetters) {}
