package io.facet.jobs.demo;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * One take of the video: a backdrop and what moves before it.
 *
 * @param seconds how long it is
 * @param backdrop what is behind
 * @param layers from the farthest to the nearest
 * @param light 1 is daylight, 0 is night
 */
record Scene(double seconds, Backdrop backdrop, List<Layer> layers, Curve light) {

    /** Something that moves. */
    sealed interface Layer {}

    /**
     * What is drawn around a face.
     *
     * @param hair its colour
     * @param longHair whether it falls to the shoulders
     * @param clothes their colour
     */
    record Look(Color hair, boolean longHair, Color clothes) {}

    /**
     * A person.
     *
     * @param track id in the truth
     * @param face which composite, from 0; counted around where there are fewer
     * @param look what is drawn around the face
     * @param x of the middle of the face, in widths of the picture
     * @param y of the middle of the face, in heights of the picture
     * @param width of the face, in pixels
     * @param degrees turned clockwise in the plane of the picture
     */
    record Person(int track, int face, Look look, Curve x, Curve y, Curve width, Curve degrees) implements Layer {}

    /**
     * An upright bar that hides what is behind it.
     *
     * @param x of its left edge, in widths of the picture
     * @param width in widths of the picture
     */
    record Bar(Curve x, double width) implements Layer {
        Rectangle2D shape(double seconds, int pictureWidth, int pictureHeight) {
            return new Rectangle2D.Double(x.at(seconds) * pictureWidth, 0, width * pictureWidth, pictureHeight);
        }
    }
}
