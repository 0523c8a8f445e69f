package io.facet.jobs.report;

/**
 * What is drawn into a frame besides boxes.
 *
 * @param points the five points
 * @param landmarks the landmarks as dots
 * @param parsing the parsing mask as a translucent layer
 * @param labels track id, score, age, gender, expression, group and quality beside each box
 */
public record AnnotationOptions(boolean points, boolean landmarks, boolean parsing, boolean labels) {

    /** Everything. */
    public static AnnotationOptions everything() {
        return new AnnotationOptions(true, true, true, true);
    }

    /** The same with or without the parsing layer. */
    public AnnotationOptions withParsing(boolean shown) {
        return new AnnotationOptions(points, landmarks, shown, labels);
    }
}
