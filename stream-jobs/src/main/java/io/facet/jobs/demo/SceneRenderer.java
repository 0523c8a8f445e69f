package io.facet.jobs.demo;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.facet.domain.face.Box;
import io.facet.domain.face.Point;

/** Draws the frames of one scene, and says exactly what they show. One thread. */
final class SceneRenderer {
    private static final Color BAR = new Color(0x4A4F55);
    private static final double STEP_SECONDS = 0.55;
    private static final double BOB = 0.03;

    private final Scene scene;
    private final BufferedImage backdrop;
    private final Map<Scene.Person, Sprite> sprites = new HashMap<>();
    private final BufferedImage picture;

    SceneRenderer(Scene scene, List<Composite> composites, int width, int height) {
        this.scene = scene;
        this.backdrop = scene.backdrop().image(width, height);
        this.picture = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        for (Scene.Layer layer : scene.layers()) {
            if (layer instanceof Scene.Person person) {
                Composite face = composites.get(person.face() % composites.size());
                sprites.put(person, Sprite.of(face, person.look()));
            }
        }
    }

    /** The picture that {@link #draw} draws into, each time anew. */
    BufferedImage picture() {
        return picture;
    }

    /**
     * @param seconds from the start of the scene
     * @return the faces of which anything lies in the picture, by track
     */
    List<DemoTruth.Face> draw(double seconds) {
        Graphics2D graphics = picture.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.drawImage(backdrop, 0, 0, null);
        List<Shape> shapes = new ArrayList<>();
        for (Scene.Layer layer : scene.layers()) {
            shapes.add(draw(layer, seconds, graphics));
        }
        double dark = 1 - scene.light().at(seconds);
        graphics.setColor(new Color(0, 0, 0, (int) Math.round(255 * dark)));
        graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
        graphics.dispose();
        return truth(seconds, shapes);
    }

    /** Draws the layer; returns what it hides. */
    private Shape draw(Scene.Layer layer, double seconds, Graphics2D graphics) {
        if (layer instanceof Scene.Person person) {
            Sprite sprite = sprites.get(person);
            AffineTransform place = place(person, seconds);
            sprite.draw(graphics, place);
            return sprite.silhouette(place);
        }
        Shape bar = ((Scene.Bar) layer).shape(seconds, picture.getWidth(), picture.getHeight());
        graphics.setColor(BAR);
        graphics.fill(bar);
        return bar;
    }

    private AffineTransform place(Scene.Person person, double seconds) {
        double width = person.width().at(seconds);
        // People bob as they walk; each at a moment of their own.
        double bob = BOB * width * Math.sin(2 * Math.PI * (seconds / STEP_SECONDS + person.track() * 0.37));
        return sprites.get(person)
                .place(
                        person.x().at(seconds) * picture.getWidth(),
                        person.y().at(seconds) * picture.getHeight() + bob,
                        width,
                        person.degrees().at(seconds));
    }

    private List<DemoTruth.Face> truth(double seconds, List<Shape> shapes) {
        List<DemoTruth.Face> faces = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            if (scene.layers().get(i) instanceof Scene.Person person) {
                AffineTransform place = place(person, seconds);
                Sprite sprite = sprites.get(person);
                FaceOutline outline = sprite.outline().transformed(place);
                double inside = share(outline, List.of());
                if (inside > 0) {
                    List<Point> points = sprite.composite().points().asList().stream()
                            .map(point -> FaceOutline.transformed(point, place))
                            .toList();
                    double visible = share(outline, shapes.subList(i + 1, shapes.size()));
                    faces.add(DemoTruth.Face.of(person.track(), outline.bounds(), points, visible));
                }
            }
        }
        faces.sort(Comparator.comparingInt(DemoTruth.Face::track));
        return faces;
    }

    /** The share of the outline's pixels that lie in the picture and in none of the shapes before it. */
    private double share(FaceOutline outline, List<Shape> before) {
        Box box = outline.bounds();
        int left = (int) Math.floor(box.x());
        int top = (int) Math.floor(box.y());
        BufferedImage mask = new BufferedImage(
                (int) Math.ceil(box.right()) - left, (int) Math.ceil(box.bottom()) - top, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = mask.createGraphics();
        graphics.translate(-left, -top);
        graphics.setColor(Color.WHITE);
        graphics.fill(outline.path());
        int total = white(mask);
        graphics.setColor(Color.BLACK);
        Area outside = new Area(new Rectangle(left, top, mask.getWidth(), mask.getHeight()));
        outside.subtract(new Area(new Rectangle(picture.getWidth(), picture.getHeight())));
        graphics.fill(outside);
        before.forEach(graphics::fill);
        graphics.dispose();
        return total == 0 ? 0 : (double) white(mask) / total;
    }

    private static int white(BufferedImage mask) {
        int count = 0;
        for (byte value : ((DataBufferByte) mask.getRaster().getDataBuffer()).getData()) {
            count += value == 0 ? 0 : 1;
        }
        return count;
    }
}
