package io.facet.jobs.report;

import java.util.List;

/**
 * What the template {@code report.mustache} shows. Texts are plain; the template escapes them.
 *
 * @param title of the page
 * @param complete whether the run reached the end of its inputs
 * @param inputs the inputs
 * @param moreInputs how many inputs are not listed, as text; null when all are
 * @param figures the key figures
 * @param researchOnly whether the licence forbids commercial use
 * @param noFaces what to say instead of the gallery when there is nothing to show; null otherwise
 * @param timelines streams with a timeline
 * @param timelinesNote what the timelines leave out; null when nothing
 * @param tracks the gallery
 * @param tracksNote what the gallery leaves out; null when nothing
 * @param extraTracks text of the button that shows the rest of the gallery; null when all are shown
 * @param charts the small charts
 * @param streams one row a stream
 * @param streamsNote what the table of streams leaves out; null when nothing
 * @param deadLetters one row a refused record
 * @param deadLetterReasons refused records by reason
 * @param deadLettersNote what the table of dead letters leaves out; null when nothing
 * @param bundle name and version of the bundle
 * @param licence of the bundle
 * @param run figures of the run that are not key figures
 * @param options of the run
 * @param versions of programs and libraries
 * @param data JSON for the charts, safe inside a script element
 */
record ReportPage(
        String title,
        boolean complete,
        List<String> inputs,
        String moreInputs,
        List<Figure> figures,
        boolean researchOnly,
        Empty noFaces,
        List<TimelineSection> timelines,
        String timelinesNote,
        List<TrackCard> tracks,
        String tracksNote,
        String extraTracks,
        List<ChartSection> charts,
        List<StreamRow> streams,
        String streamsNote,
        List<DeadLetterRow> deadLetters,
        List<TrackCard.Fact> deadLetterReasons,
        String deadLettersNote,
        String bundle,
        String licence,
        List<TrackCard.Fact> run,
        List<TrackCard.Fact> options,
        List<TrackCard.Fact> versions,
        String data) {

    /** What stands where faces would, had there been any. */
    record Empty(String heading, String text) {}

    /** A key figure; {@code warning} makes it stand out. */
    record Figure(String label, String value, String note, boolean warning) {}

    /** The timeline of one stream. {@code height} is in CSS pixels. */
    record TimelineSection(int index, String stream, String summary, int height) {}

    /** A small chart. {@code kind} is the chart's name in {@code report.js}. */
    record ChartSection(String kind, String title, String note, String alt, int height) {}

    /** A row of the table of streams. */
    record StreamRow(String stream, String segments, String frames, String faces, String tracks, String refused) {}

    /** A row of the table of dead letters. */
    record DeadLetterRow(String stream, String place, String stage, String reason, String message, String size) {}
}
