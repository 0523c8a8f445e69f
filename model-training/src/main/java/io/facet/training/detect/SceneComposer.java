package io.facet.training.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

import io.facet.domain.face.Box;
import io.facet.domain.face.Point;
import io.facet.training.data.RgbImage;

/**
 * Puts scenes together: a ground is cut into cells, and into each cell comes a part of a picture that fills it; or a picture
 * with a face at a size, turn and place drawn by chance, whole or cut out along an ellipse with a soft edge; or something
 * that is no face: a part of a picture beside its faces, heads with a hole for a face, a face whose patches have changed
 * places, bare ground. Light, colour and sharpness vary, of each picture and of the whole.
 *
 * <p>A face of which a cell's edge leaves less than {@value #SURE} is to be ignored; its box is what is left of it.
 *
 * <p>Thread-safe. A scene depends on the pool, the first picture and the generator alone.
 */
public final class SceneComposer {
    private static final double SURE = 0.85;
    private static final double HARDLY = 0.03;
    private static final double SMALLEST_FACE = 9;
    private static final double SMALLEST_SURE = 8;
    private static final double CUT_OUT = 0.25;
    private static final double FILLING = 0.5;
    private static final double WIDE = 0.45;
    private static final double WIDE_ZOOM = 5;
    private static final double ZOOM = 1.5;
    private static final double NO_FACE = 0.2;
    private static final double FILLED = 0.4;
    private static final double PHOTOGRAPHED = 0.5;
    private static final double PADDED = 0.1;
    private static final double HOLE = 0.55;
    private static final double HOLE_EDGE = 0.15;
    private static final double TURN = Math.toRadians(14);
    private static final double TILTED = 0.25;
    private static final double TILT = Math.toRadians(50);

    private final int side;
    private final PicturePool pool;

    /** @param side of a scene in pixels */
    public SceneComposer(int side, PicturePool pool) {
        this.side = side;
        this.pool = pool;
    }

    /** Side of a scene in pixels. */
    public int side() {
        return side;
    }

    /** @param first picture that is in the scene if it has a sure face */
    public Scene compose(LabelledPicture first, RandomGenerator random) {
        return new Composition(random).compose(first);
    }

    /** One scene in the making. */
    private final class Composition {
        private final RandomGenerator random;
        private final Canvas canvas = new Canvas(side);
        private final List<FaceTruth> faces = new ArrayList<>();

        Composition(RandomGenerator random) {
            this.random = random;
        }

        Scene compose(LabelledPicture first) {
            canvas.paint(new Ground((side + 1) / 2, random).paint());
            if (random.nextDouble() < PHOTOGRAPHED) {
                SceneCell.split(side, 1 + random.nextInt(3), random)
                        .forEach(cell -> pool.face(random).ifPresent(picture -> beside(picture, cell)));
            }
            List<SceneCell> cells = SceneCell.split(side, cells(), random);
            Optional<LabelledPicture> next =
                    Optional.of(first).filter(picture -> !picture.sureFaces().isEmpty());
            for (SceneCell cell : cells) {
                double kind = random.nextDouble();
                if (kind < FILLING) {
                    fill(next, cell);
                } else if (next.isEmpty() && kind < FILLING + NO_FACE) {
                    noFace(cell);
                } else {
                    next.or(() -> pool.face(random)).ifPresent(picture -> face(picture, cell));
                }
                next = Optional.empty();
            }
            return finished();
        }

        /** Few cells hold large faces, many hold small ones; scenes of both kinds are equally frequent. */
        private int cells() {
            return (int) Math.floor(Math.exp(random.nextDouble() * Math.log(26)));
        }

        /** A part of a picture that has no edge in the cell, whatever faces are in it. */
        private void fill(Optional<LabelledPicture> given, SceneCell cell) {
            boolean wide = random.nextDouble() < WIDE;
            if (wide && pool.scenes().isEmpty()) {
                // What else there is in the world has to come from beside the faces, then.
                noFace(cell);
                return;
            }
            Optional<LabelledPicture> drawn = wide ? pool.scene(random) : given.or(() -> pool.face(random));
            drawn.ifPresent(picture -> {
                Placement placement = filling(picture.image(), cell, wide ? WIDE_ZOOM : ZOOM);
                canvas.lay(picture.image(), placement, cell, (x, y) -> 1, true, SceneFinish.tones(random, 0.6));
                picture.faces()
                        .forEach(face -> keep(
                                placement.apply(face), cell.left(), cell.top(), cell.width(), cell.height(), faces));
            });
        }

        /** Any part of the picture that has the cell's form. */
        private Placement filling(RgbImage image, SceneCell cell, double zoom) {
            double whole = Math.max((double) cell.width() / image.width(), (double) cell.height() / image.height());
            double scale = whole * Math.pow(zoom, random.nextDouble());
            return Placement.bringing(
                    new Point(
                            within(image.width(), cell.width() / scale), within(image.height(), cell.height() / scale)),
                    new Point(cell.left() + cell.width() / 2.0, cell.top() + cell.height() / 2.0),
                    scale,
                    0,
                    random.nextBoolean());
        }

        /** The middle of a part of a length. */
        private double within(double length, double part) {
            return part / 2 + Math.max(0, length - part) * random.nextDouble();
        }

        private void face(LabelledPicture picture, SceneCell cell) {
            List<FaceTruth> sure = picture.sureFaces();
            FaceTruth chosen = sure.get(random.nextInt(sure.size()));
            double largest = 0.9 * cell.shorter();
            double smallest = Math.max(SMALLEST_FACE, Math.min(0.22 * cell.shorter(), 0.5 * largest));
            double size = smallest * Math.pow(largest / smallest, random.nextDouble());
            boolean cutOut = random.nextDouble() < CUT_OUT;
            Placement placement = placed(chosen, cell, size);
            canvas.lay(
                    picture.image(),
                    placement,
                    cell,
                    cutOut ? ellipse(chosen) : (x, y) -> 1,
                    !cutOut && random.nextDouble() < FILLED,
                    SceneFinish.tones(random, 0.6));
            for (FaceTruth face : cutOut ? List.of(chosen) : picture.faces()) {
                keep(placement.apply(face), cell.left(), cell.top(), cell.width(), cell.height(), faces);
            }
        }

        /** The face somewhere in the cell, now and then a little over its edge. */
        private Placement placed(FaceTruth face, SceneCell cell, double size) {
            double angle =
                    random.nextDouble() < TILTED ? TILT * (2 * random.nextDouble() - 1) : TURN * random.nextGaussian();
            boolean mirrored = random.nextBoolean();
            double roomX = Math.max(0, cell.width() - 1.05 * size);
            double roomY = Math.max(0, cell.height() - 1.2 * size);
            double x = cell.left() + cell.width() / 2.0 + roomX * (random.nextDouble() - 0.5);
            double y = cell.top() + cell.height() / 2.0 + roomY * (random.nextDouble() - 0.5);
            return Placement.bringing(
                    new Point(face.centreX(), face.centreY()), new Point(x, y), size / face.size(), angle, mirrored);
        }

        private Canvas.Opacity ellipse(FaceTruth face) {
            double width = face.box().width() * (0.6 + 0.35 * random.nextDouble());
            double height = face.box().height() * (0.6 + 0.35 * random.nextDouble());
            double soft = 0.04 + 0.25 * random.nextDouble();
            double centreX = face.centreX();
            double centreY = face.centreY();
            return (x, y) -> {
                double distance = Math.hypot((x - centreX) / width, (y - centreY) / height);
                return Math.max(0, Math.min(1, (1 - distance) / soft));
            };
        }

        private void noFace(SceneCell cell) {
            switch (random.nextInt(5)) {
                case 0 -> pool.face(random).ifPresent(picture -> beside(picture, cell));
                case 1 -> pool.face(random).ifPresent(picture -> scrambled(picture, cell));
                case 2 -> pool.face(random).ifPresent(picture -> faceless(picture, cell));
                case 3 -> pool.scene(random).ifPresent(picture -> beside(picture, cell));
                default -> {
                    // The ground stays bare.
                }
            }
        }

        /** A part of the picture that no face reaches into. */
        private void beside(LabelledPicture picture, SceneCell cell) {
            RgbImage image = picture.image();
            for (int attempt = 0; attempt < 12; attempt++) {
                double extent = Math.min(image.width(), image.height()) * (0.1 + 0.5 * random.nextDouble());
                Box part = new Box(
                        (image.width() - extent) * random.nextDouble(),
                        (image.height() - extent) * random.nextDouble(),
                        extent,
                        extent);
                if (picture.faces().stream()
                        .allMatch(face -> shared(face.box(), part).area() == 0)) {
                    part(image, cell, part);
                    return;
                }
            }
        }

        /** Hair, ears, shoulders and what is behind them, with holes where the faces are. */
        private void faceless(LabelledPicture picture, SceneCell cell) {
            Canvas.Opacity opacity = (x, y) -> picture.faces().stream()
                    .mapToDouble(face -> Math.hypot(
                            (x - face.centreX()) / (HOLE * face.box().width()),
                            (y - face.centreY()) / (HOLE * face.box().height())))
                    .map(distance -> Math.max(0, Math.min(1, (distance - 1) / HOLE_EDGE)))
                    .min()
                    .orElse(1);
            Placement placement = filling(picture.image(), cell, ZOOM);
            canvas.lay(picture.image(), placement, cell, opacity, true, SceneFinish.tones(random, 0.6));
        }

        /** Patches of a face in another order: eyes, skin and hair without a face. */
        private void scrambled(LabelledPicture picture, SceneCell cell) {
            FaceTruth face = picture.sureFaces().get(0);
            int parts = 2 + random.nextInt(3);
            for (int row = 0; row < parts; row++) {
                for (int column = 0; column < parts; column++) {
                    double width = face.box().width() / parts * 0.8;
                    double height = face.box().height() / parts * 0.8;
                    double x = face.box().x() + (face.box().width() - width) * random.nextDouble();
                    double y = face.box().y() + (face.box().height() - height) * random.nextDouble();
                    int left = cell.left() + cell.width() * column / parts;
                    int top = cell.top() + cell.height() * row / parts;
                    int right = cell.left() + cell.width() * (column + 1) / parts;
                    int bottom = cell.top() + cell.height() * (row + 1) / parts;
                    part(
                            picture.image(),
                            new SceneCell(left, top, right - left, bottom - top),
                            new Box(x, y, width, height));
                }
            }
        }

        /** A part of a picture, so large that it fills the cell. */
        private void part(RgbImage image, SceneCell cell, Box part) {
            double scale = Math.max(cell.width() / part.width(), cell.height() / part.height());
            Placement placement = Placement.bringing(
                    new Point(part.x() + part.width() / 2, part.y() + part.height() / 2),
                    new Point(cell.left() + cell.width() / 2.0, cell.top() + cell.height() / 2.0),
                    scale,
                    0,
                    random.nextBoolean());
            canvas.lay(image, placement, cell, (x, y) -> 1, true, SceneFinish.tones(random, 0.6));
        }

        private Scene finished() {
            byte[] pixels = new SceneFinish(side, random).apply(canvas.pixels());
            if (random.nextDouble() >= PADDED) {
                return new Scene(new RgbImage(side, side, pixels), faces);
            }
            int width = side - random.nextInt(side / 4);
            int height = side - random.nextInt(side / 4);
            pad(pixels, width, height);
            List<FaceTruth> left = new ArrayList<>();
            faces.forEach(face -> keep(face, 0, 0, width, height, left));
            return new Scene(new RgbImage(side, side, pixels), left);
        }

        /** Black to the right and below, as frames are padded. */
        private void pad(byte[] pixels, int width, int height) {
            for (int row = 0; row < side; row++) {
                int from = row < height ? width : 0;
                Arrays.fill(pixels, 3 * (row * side + from), 3 * (row + 1) * side, (byte) 0);
            }
        }

        private void keep(FaceTruth face, double left, double top, double width, double height, List<FaceTruth> kept) {
            Box part = shared(face.box(), new Box(left, top, width, height));
            double seen = part.area() / face.box().area();
            if (seen < HARDLY) {
                return;
            }
            boolean sure = !face.ignored() && seen >= SURE && face.size() >= SMALLEST_SURE;
            kept.add(sure ? face : new FaceTruth(part, face.points(), true));
        }
    }

    /** What two boxes have in common; of no width or height if they have nothing. */
    private static Box shared(Box a, Box b) {
        double x = Math.max(a.x(), b.x());
        double y = Math.max(a.y(), b.y());
        return new Box(
                x,
                y,
                Math.max(0, Math.min(a.right(), b.right()) - x),
                Math.max(0, Math.min(a.bottom(), b.bottom()) - y));
    }
}
