package io.facet.jobs.report;

import java.util.ArrayList;
import java.util.List;

/** The figures at the head of the page and those in its footer. */
final class KeyFigures {
    private KeyFigures() {}

    static List<ReportPage.Figure> of(RunSummary run) {
        List<ReportPage.Figure> figures = new ArrayList<>();
        figures.add(figure("Tracks", Figures.count(run.tracks()), "faces followed over time"));
        figures.add(figure("Faces", Figures.count(run.faces()), Figures.count(run.observations()) + " analysed"));
        figures.add(figure(
                "Frames", Figures.count(run.framesSampled()), "of " + Figures.count(run.framesDecoded()) + " decoded"));
        figures.add(figure("Frames per second", Figures.rate(run.framesPerSecond()), "of wall time"));
        figures.add(figure("Faces per second", Figures.rate(run.facesPerSecond()), "of wall time"));
        figures.add(figure(
                "Wall time",
                Figures.duration(run.wallSeconds()),
                run.firstObservationSeconds() == null
                        ? "no observation"
                        : "first observation after " + Figures.duration(run.firstObservationSeconds())));
        figures.add(lossFigure("Dead letters", run.deadLetterCount(), "records refused"));
        figures.add(lossFigure("Drops", run.dropCount(), "left out on purpose"));
        return figures;
    }

    /** What is worth stating but not worth a place at the head of the page. */
    static List<TrackCard.Fact> details(RunSummary run) {
        List<TrackCard.Fact> facts = new ArrayList<>();
        facts.add(new TrackCard.Fact("Delivery", run.delivery()));
        facts.add(new TrackCard.Fact("Encoder passes", Figures.count(run.encoderPasses())));
        facts.add(new TrackCard.Fact("Observations", Figures.count(run.observations())));
        run.drops().forEach((cause, count) -> facts.add(new TrackCard.Fact("Dropped: " + cause, Figures.count(count))));
        return facts;
    }

    private static ReportPage.Figure figure(String label, String value, String note) {
        return new ReportPage.Figure(label, value, note, false);
    }

    private static ReportPage.Figure lossFigure(String label, long count, String note) {
        return new ReportPage.Figure(label, Figures.count(count), count == 0 ? "none" : note, count > 0);
    }
}
