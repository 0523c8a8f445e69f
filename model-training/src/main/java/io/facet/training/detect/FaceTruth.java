package io.facet.training.detect;

import io.facet.domain.face.Box;
import io.facet.domain.face.FivePoints;

/**
 * A face that is known to be in a picture.
 *
 * @param box in pixels of the picture, tight about the face as detectors of YuNet's kind give it
 * @param points in pixels of the picture
 * @param ignored whether a detector may find it or not, as with a face that is cut off or of which nobody is sure
 */
public record FaceTruth(Box box, FivePoints points, boolean ignored) {
    /** √ of the box's area, in pixels. */
    public double size() {
        return Math.sqrt(box.area());
    }

    double centreX() {
        return box.x() + box.width() / 2;
    }

    double centreY() {
        return box.y() + box.height() / 2;
    }
}
