package io.facet.jobs.bench;

/**
 * What each stage costs alone, in seconds.
 *
 * @param decode for each frame handed on
 * @param detect for each frame
 * @param track for each frame
 * @param align for each face
 * @param analyze for each face, by the bare loop
 */
record StageCosts(double decode, double detect, double track, double align, double analyze) {

    static StageCosts of(
            DecodeBenchmark.Result decode, DetectBenchmark.Result detect, AnalyzeBenchmark.Result analyze) {
        return new StageCosts(
                decode.secondsPerFrame(),
                detect.detectPerFrame(),
                detect.trackPerFrame(),
                detect.alignPerFace(),
                analyze.rawPerFace());
    }

    /** One stage after the other, without anything between them. */
    double seconds(long frames, long faces) {
        return frames * (decode + detect + track) + faces * (align + analyze);
    }
}
