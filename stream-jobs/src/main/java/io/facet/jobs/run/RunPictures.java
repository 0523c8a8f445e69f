package io.facet.jobs.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

import io.facet.connectors.ingest.MediaFile;
import io.facet.domain.face.FaceObservation;
import io.facet.domain.face.FinishedTrack;
import io.facet.domain.video.DeadLetter;
import io.facet.jobs.report.BestCrops;
import io.facet.jobs.report.Fonts;
import io.facet.jobs.report.ReportInput;
import io.facet.jobs.report.ReportWriter;
import io.facet.jobs.report.ResultFiles;
import io.facet.jobs.report.ResultFiles.Lines;
import io.facet.jobs.report.RunSummary;
import io.facet.jobs.report.TrackSelection;

/**
 * What a run leaves to look at: best crops, annotated videos and the report, made from the result files and the inputs.
 *
 * @param request what was asked for
 * @param files the run's results
 */
record RunPictures(RunRequest request, ResultFiles files) {

    void write(List<MediaFile> media, RunSummary summary, Consumer<String> remarks) throws IOException {
        if (!request.report() && !request.annotate()) {
            return;
        }
        if (request.annotate() && !Fonts.available()) {
            remarks.accept(
                    "this machine has no fonts, so frames are drawn without labels; install fontconfig and a font");
        }
        Map<String, List<FinishedTrack>> shown = shownTracks();
        BestCrops crops = new BestCrops();
        Replay replay = new Replay(request.job().decode().limits());
        for (MediaFile file : media) {
            Pictures pictures = new Pictures(file, shown.getOrDefault(file.stream(), List.of()), crops);
            if (request.annotate()) {
                remarks.accept("drawing " + file.stream());
                Path folder = request.out().resolve("annotated");
                pictures.annotate(
                        replay,
                        observationsOf(file.stream()),
                        request.job().decode().sampling(),
                        folder);
            } else {
                pictures.cropOnly(replay);
            }
        }
        if (request.report()) {
            new ReportWriter()
                    .write(
                            request.out().resolve("report.html"),
                            new ReportInput(summary, tracks(), observations(), crops.pictures(), deadLetters()));
        }
    }

    /** The tracks that the report has room for, by stream: more need no picture. */
    private Map<String, List<FinishedTrack>> shownTracks() {
        TrackSelection selection = new TrackSelection(TrackSelection.REPORT_LIMIT);
        tracks().forEach(selection::offer);
        Map<String, List<FinishedTrack>> byStream = new HashMap<>();
        for (FinishedTrack track : selection.selected()) {
            byStream.computeIfAbsent(track.stream(), stream -> new ArrayList<>())
                    .add(track);
        }
        return byStream;
    }

    /** Observations of one stream stand in the file in the order they were made. */
    private Iterator<FaceObservation> observationsOf(String stream) {
        return StreamSupport.stream(observations().spliterator(), false)
                .filter(observation -> observation.stream().equals(stream))
                .iterator();
    }

    private Iterable<FaceObservation> observations() {
        return ResultLines.observations(files.path(Lines.OBSERVATIONS));
    }

    private Iterable<FinishedTrack> tracks() {
        return ResultLines.tracks(files.path(Lines.TRACKS));
    }

    private Iterable<DeadLetter> deadLetters() {
        return ResultLines.deadLetters(files.path(Lines.DEAD_LETTERS));
    }
}
