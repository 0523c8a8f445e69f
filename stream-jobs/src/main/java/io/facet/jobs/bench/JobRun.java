package io.facet.jobs.bench;

import io.facet.domain.face.StreamSummary;
import io.facet.jobs.report.RunSummary.StageSeconds;

/**
 * What the whole job did.
 *
 * @param summary of its one stream, as it was committed
 * @param steady its steady state
 * @param busy time each stage was busy, from the first frame to the last
 * @param firstObservationSeconds from the start of the process to the first committed observation; null without one
 */
record JobRun(StreamSummary summary, SteadyState steady, StageSeconds busy, Double firstObservationSeconds) {}
