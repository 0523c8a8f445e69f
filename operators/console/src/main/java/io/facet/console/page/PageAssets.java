package io.facet.console.page;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Properties;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;

/**
 * The parts of the page that do not depend on the run.
 *
 * @param style CSS
 * @param guard script that must come first: it collects errors
 * @param echarts Apache ECharts, from its own jar
 * @param script draws the charts
 */
public record PageAssets(String style, String guard, String echarts, String script) {

    private static final String ECHARTS_POM = "/META-INF/maven/org.mvnpm/echarts/pom.properties";
    private static final String ECHARTS_SCRIPT = "/META-INF/resources/_static/echarts/%s/dist/echarts.min.js";

    /**
     * Loads {@code page.css} and {@code page.js}, which lie beside a class, with what all pages share.
     *
     * @param owner the class
     * @param page name of the page, for example {@code report}
     */
    public static PageAssets load(Class<?> owner, String page) throws IOException {
        return new PageAssets(
                read(owner, page + ".css"),
                forScriptElement(read(PageAssets.class, "guard.js")),
                forScriptElement(read(PageAssets.class, ECHARTS_SCRIPT.formatted(echartsVersion()))),
                forScriptElement(read(owner, page + ".js")));
    }

    /** The page's template, {@code page.mustache}, beside a class; values are escaped as HTML. */
    public static Template template(Class<?> owner, String page) throws IOException {
        return Mustache.compiler().escapeHTML(true).emptyStringIsFalse(true).compile(read(owner, page + ".mustache"));
    }

    private static String echartsVersion() throws IOException {
        Properties pom = new Properties();
        try (InputStream in = open(PageAssets.class, ECHARTS_POM)) {
            pom.load(in);
        }
        return pom.getProperty("version");
    }

    private static String read(Class<?> owner, String resource) throws IOException {
        try (InputStream in = open(owner, resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static InputStream open(Class<?> owner, String resource) throws IOException {
        InputStream in = owner.getResourceAsStream(resource);
        if (in == null) {
            throw new IOException("expected the resource '%s' on the class path, found none".formatted(resource));
        }
        return in;
    }

    /**
     * Makes a script safe inside a script element: nothing in its strings ends the element or opens a comment. Line
     * ends are normalised as a browser does before it hashes.
     */
    public static String forScriptElement(String script) {
        return script.replace("\r\n", "\n").replace("</script", "<\\/script").replace("<!--", "<\\!--");
    }

    /**
     * A policy under which the page runs these three scripts and no other, and fetches nothing. Even text that slipped
     * through escaping could not run.
     */
    public String contentSecurityPolicy() {
        return "default-src 'none'; script-src %s %s %s; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
                .formatted(source(guard), source(echarts), source(script));
    }

    private static String source(String script) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
