package io.facet.training.evaluate.face;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

import io.facet.domain.UserError;
import io.facet.domain.face.Box;
import io.facet.vision.score.TrueFace;

/**
 * A picture and the faces that are in it.
 *
 * @param key of the picture, relative to its folder
 * @param file of the picture
 * @param group of the people in it; null where it is not said
 * @param faces true ones
 */
public record PhotoBoxes(String key, Path file, String group, List<TrueFace> faces) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public PhotoBoxes {
        faces = List.copyOf(faces);
    }

    /**
     * Reads dlib's XML ({@code image file}, {@code box top left width height ignore}) or JSON lines, one a picture:
     * {@code {"key": "photo.jpg", "faces": [{"box": [x, y, width, height], "ignored": false}]}}. Boxes may also be objects,
     * and a {@code "frame"} may stand in for the key, as in the truth of a rendered video: picture {@code 000017.png} is
     * frame 17. A {@code "group"} is that of all people in the picture.
     *
     * @param path the file; pictures lie relative to its folder
     * @throws UserError if it is not so, or a picture is missing
     */
    public static List<PhotoBoxes> read(Path path) {
        try {
            List<PhotoBoxes> photos =
                    path.toString().toLowerCase(Locale.ROOT).endsWith(".xml") ? xml(path) : json(path);
            for (PhotoBoxes photo : photos) {
                if (!Files.isRegularFile(photo.file())) {
                    throw new UserError("%s: expected the picture %s, found none".formatted(path, photo.file()));
                }
            }
            return photos;
        } catch (IOException | SAXException e) {
            throw new UserError("%s: cannot be read: %s".formatted(path, e.getMessage()), e);
        }
    }

    private static List<PhotoBoxes> xml(Path path) throws IOException, SAXException {
        List<PhotoBoxes> photos = new ArrayList<>();
        NodeList images = document(path).getElementsByTagName("image");
        for (int i = 0; i < images.getLength(); i++) {
            Element image = (Element) images.item(i);
            List<TrueFace> faces = new ArrayList<>();
            NodeList boxes = image.getElementsByTagName("box");
            for (int j = 0; j < boxes.getLength(); j++) {
                Element box = (Element) boxes.item(j);
                faces.add(new TrueFace(
                        new Box(
                                number(path, box, "left"),
                                number(path, box, "top"),
                                number(path, box, "width"),
                                number(path, box, "height")),
                        box.getAttribute("ignore").equals("1")));
            }
            String key = image.getAttribute("file");
            photos.add(new PhotoBoxes(key, path.resolveSibling(key), null, faces));
        }
        return photos;
    }

    private static Element document(Path path) throws IOException, SAXException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            // A file of boxes has no business to read other files.
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(path.toFile()).getDocumentElement();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("every JDK can refuse document types", e);
        }
    }

    private static double number(Path path, Element box, String name) {
        try {
            return Double.parseDouble(box.getAttribute(name));
        } catch (NumberFormatException e) {
            throw new UserError(
                    "%s: box: expected a number %s, found '%s'".formatted(path, name, box.getAttribute(name)), e);
        }
    }

    private static List<PhotoBoxes> json(Path path) throws IOException {
        List<PhotoBoxes> photos = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(path)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            JsonNode photo = JSON.readTree(line);
            String key = photo.has("key")
                    ? photo.path("key").asText()
                    : "%06d.png".formatted(photo.path("frame").asInt(-1));
            List<TrueFace> faces = new ArrayList<>();
            for (JsonNode face : photo.path("faces")) {
                faces.add(new TrueFace(
                        box(face.path("box"), path, number),
                        face.path("ignored").asBoolean(false)));
            }
            photos.add(new PhotoBoxes(
                    key, path.resolveSibling(key), photo.path("group").textValue(), faces));
        }
        return photos;
    }

    private static Box box(JsonNode box, Path path, int line) {
        double[] values = new double[4];
        String[] names = {"x", "y", "width", "height"};
        for (int i = 0; i < values.length; i++) {
            JsonNode value = box.isArray() ? box.path(i) : box.path(names[i]);
            if (!value.isNumber()) {
                throw new UserError(
                        "%s, line %d: box: expected [x, y, width, height], found %s".formatted(path, line, box));
            }
            values[i] = value.asDouble();
        }
        return new Box(values[0], values[1], values[2], values[3]);
    }
}
