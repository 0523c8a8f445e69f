package io.facet.jobs.report;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.facet.domain.face.FinishedTrack;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadTask;

/**
 * One track in the gallery, as the template shows it.
 *
 * @param id of the element
 * @param extra whether the card is shown only on request
 * @param name for example {@code Track 12}
 * @param stream the stream
 * @param colour of the track, {@code #rrggbb}
 * @param picture data URI; null when there is no picture
 * @param facts named values
 * @param attributes attributes that were found, likeliest first
 */
record TrackCard(
        String id,
        boolean extra,
        String name,
        String stream,
        String colour,
        String picture,
        List<Fact> facts,
        List<String> attributes) {
    private static final double ATTRIBUTE_THRESHOLD = 0.5;
    private static final int MAX_ATTRIBUTES = 8;

    /** A named value. */
    record Fact(String label, String value) {}

    /**
     * @param position in the gallery, from 0
     * @param crop JPEG or PNG, or null
     */
    static TrackCard of(FinishedTrack track, int position, boolean extra, byte[] crop) {
        return new TrackCard(
                id(position),
                extra,
                "Track " + track.track(),
                track.stream(),
                TrackPalette.hex(TrackPalette.colour(track.track())),
                crop == null ? null : dataUri(crop),
                facts(track),
                attributes(track));
    }

    static String id(int position) {
        return "track-" + position;
    }

    private static List<Fact> facts(FinishedTrack track) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Seen", span(track)));
        facts.add(new Fact("Frames", Figures.count(track.detections())));
        facts.add(new Fact("Quality", Figures.percent(track.bestQuality())));
        for (HeadResult head : track.heads()) {
            if (head instanceof HeadResult.Age age) {
                facts.add(new Fact("Age", "about " + Math.round(age.years())));
            } else if (head instanceof HeadResult.Classification classes) {
                double share = classes.probabilities().getOrDefault(classes.label(), 0.0);
                facts.add(new Fact(title(classes.task()), classes.label() + ", " + Figures.percent(share)));
            } else if (head instanceof HeadResult.Quality quality) {
                facts.add(new Fact("Image quality", Figures.percent(quality.value())));
            }
        }
        return List.copyOf(facts);
    }

    private static String title(HeadTask task) {
        String key = task.key();
        return key.substring(0, 1).toUpperCase(Locale.ROOT) + key.substring(1);
    }

    static String span(FinishedTrack track) {
        String first = Figures.timecode(track.firstPtsUs());
        return track.lastPtsUs() == track.firstPtsUs() ? first : first + " to " + Figures.timecode(track.lastPtsUs());
    }

    private static List<String> attributes(FinishedTrack track) {
        return track.heads().stream()
                .filter(HeadResult.Attributes.class::isInstance)
                .map(HeadResult.Attributes.class::cast)
                .flatMap(attributes -> attributes.probabilities().entrySet().stream())
                .filter(entry -> entry.getValue() >= ATTRIBUTE_THRESHOLD)
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MAX_ATTRIBUTES)
                .map(entry -> entry.getKey().replace('_', ' '))
                .toList();
    }

    private static String dataUri(byte[] image) {
        boolean png = image.length > 1 && (image[0] & 0xFF) == 0x89 && image[1] == 'P';
        return "data:image/" + (png ? "png" : "jpeg") + ";base64,"
                + Base64.getEncoder().encodeToString(image);
    }
}
