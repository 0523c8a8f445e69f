package io.facet.training.data.faces;

import java.util.ArrayList;
import java.util.List;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Point2f;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_imgproc.Subdiv2D;
import org.bytedeco.opencv.opencv_imgproc.Vec6fVector;

import io.facet.training.data.RgbImage;

/**
 * Bends pictures so that their points come to lie on given ones: affine within each triangle of the Delaunay
 * triangulation of these. Which triangle a pixel lies in is worked out once. Immutable.
 */
public final class PiecewiseWarp {
    private static final int CORNERS = 3;
    private static final double TOLERANCE = 1e-6;

    private final int side;
    /** Numbers of the three points of each pixel's triangle. Shape {@code [side, side, 3]}. */
    private final int[] corners;
    /** How much of each corner there is in the pixel's centre. Shape {@code [side, side, 3]}. */
    private final double[] weights;

    private PiecewiseWarp(int side) {
        this.side = side;
        this.corners = new int[side * side * CORNERS];
        this.weights = new double[side * side * CORNERS];
    }

    /**
     * @param target where the points are to be; their hull covers the picture
     * @param side of the square picture, pixels
     */
    public static PiecewiseWarp onto(WarpPoints target, int side) {
        PiecewiseWarp warp = new PiecewiseWarp(side);
        triangles(target, side).forEach(triangle -> warp.fill(target, triangle));
        return warp;
    }

    @SuppressWarnings("try") // the scope frees what is made within it
    private static List<int[]> triangles(WarpPoints points, int side) {
        try (PointerScope scope = new PointerScope()) {
            // Points on the picture's edge must lie inside.
            Subdiv2D division = new Subdiv2D(new Rect(-side, -side, 3 * side, 3 * side));
            for (int i = 0; i < points.count(); i++) {
                division.insert(new Point2f((float) points.x(i), (float) points.y(i)));
            }
            Vec6fVector found = new Vec6fVector();
            division.getTriangleList(found);
            List<int[]> triangles = new ArrayList<>();
            for (long i = 0; i < found.size(); i++) {
                int[] triangle = corners(points, new FloatPointer(found.get(i)));
                if (triangle.length == CORNERS) {
                    triangles.add(triangle);
                }
            }
            return triangles;
        }
    }

    /** The numbers of a triangle's points; fewer than three where one is of the library's own making. */
    private static int[] corners(WarpPoints points, FloatPointer triangle) {
        int[] numbers = new int[CORNERS];
        for (int corner = 0; corner < CORNERS; corner++) {
            int number = find(points, triangle.get(2L * corner), triangle.get(2L * corner + 1));
            if (number < 0) {
                return new int[0];
            }
            numbers[corner] = number;
        }
        return numbers;
    }

    private static int find(WarpPoints points, float x, float y) {
        for (int i = 0; i < points.count(); i++) {
            if ((float) points.x(i) == x && (float) points.y(i) == y) {
                return i;
            }
        }
        return -1;
    }

    private void fill(WarpPoints points, int[] triangle) {
        double ax = points.x(triangle[0]);
        double ay = points.y(triangle[0]);
        double bx = points.x(triangle[1]) - ax;
        double by = points.y(triangle[1]) - ay;
        double cx = points.x(triangle[2]) - ax;
        double cy = points.y(triangle[2]) - ay;
        double area = bx * cy - by * cx;
        int top = (int) Math.max(0, Math.floor(ay + Math.min(0, Math.min(by, cy))));
        int bottom = (int) Math.min(side, Math.ceil(ay + Math.max(0, Math.max(by, cy))) + 1);
        int left = (int) Math.max(0, Math.floor(ax + Math.min(0, Math.min(bx, cx))));
        int right = (int) Math.min(side, Math.ceil(ax + Math.max(0, Math.max(bx, cx))) + 1);
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                double px = x + 0.5 - ax;
                double py = y + 0.5 - ay;
                double b = (px * cy - py * cx) / area;
                double c = (bx * py - by * px) / area;
                if (b >= -TOLERANCE && c >= -TOLERANCE && b + c <= 1 + TOLERANCE) {
                    int at = (y * side + x) * CORNERS;
                    System.arraycopy(triangle, 0, corners, at, CORNERS);
                    weights[at] = 1 - b - c;
                    weights[at + 1] = b;
                    weights[at + 2] = c;
                }
            }
        }
    }

    /**
     * Adds the bent picture to a sum.
     *
     * @param image square, of the side given before
     * @param points of this picture, in the order of the target's
     * @param sum RGB, 0 to 255 a picture. Shape {@code [side, side, 3]}
     */
    public void add(RgbImage image, WarpPoints points, double[] sum) {
        for (int pixel = 0; pixel < side * side; pixel++) {
            double x = 0;
            double y = 0;
            for (int corner = 0; corner < CORNERS; corner++) {
                double weight = weights[pixel * CORNERS + corner];
                x += weight * points.x(corners[pixel * CORNERS + corner]);
                y += weight * points.y(corners[pixel * CORNERS + corner]);
            }
            addSample(image, x - 0.5, y - 0.5, sum, pixel * 3);
        }
    }

    /** Bilinear; what lies outside is the nearest pixel of the edge. */
    private void addSample(RgbImage image, double x, double y, double[] sum, int at) {
        double fx = Math.max(0, Math.min(side - 1.0, x));
        double fy = Math.max(0, Math.min(side - 1.0, y));
        int x0 = (int) fx;
        int y0 = (int) fy;
        int x1 = Math.min(side - 1, x0 + 1);
        int y1 = Math.min(side - 1, y0 + 1);
        double rx = fx - x0;
        double ry = fy - y0;
        byte[] rgb = image.pixels();
        for (int c = 0; c < 3; c++) {
            double above = (1 - rx) * value(rgb, x0, y0, c) + rx * value(rgb, x1, y0, c);
            double below = (1 - rx) * value(rgb, x0, y1, c) + rx * value(rgb, x1, y1, c);
            sum[at + c] += (1 - ry) * above + ry * below;
        }
    }

    private int value(byte[] rgb, int x, int y, int channel) {
        return Byte.toUnsignedInt(rgb[(y * side + x) * 3 + channel]);
    }
}
