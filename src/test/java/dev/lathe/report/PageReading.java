package dev.lathe.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** A page as its readers' browsers take it apart. */
public record PageReading(Document document) {
    private static final String DATA = "data:application/json;base64,";

    /** Fails unless {@code html} is well-formed. */
    public static PageReading of(String html) throws Exception {
        InputSource source = new InputSource(new StringReader(html));
        return new PageReading(
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(source));
    }

    /** All elements called {@code tag}, in order. */
    public List<Element> elements(String tag) {
        return below(document.getDocumentElement(), tag);
    }

    static List<Element> below(Element root, String tag) {
        NodeList found = root.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    public List<String> texts(String tag) {
        return elements(tag).stream().map(Element::getTextContent).toList();
    }

    /** What the page offers to download. */
    public JsonNode data() throws Exception {
        String link = elements("a").getLast().getAttribute("href");
        assertThat(link).startsWith(DATA);
        return new ObjectMapper().readTree(Base64.getDecoder().decode(link.substring(DATA.length())));
    }

    /** The picture called {@code name}, the {@code index}th of that name. */
    Element picture(String name, int index) {
        return elements("svg").stream()
                .filter(svg -> svg.getAttribute("aria-label").equals(name))
                .skip(index)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no picture " + name));
    }

    /** Nothing is fetched: no element, attribute or style that names another file. */
    public void assertSelfContained() {
        assertThat(elements("script")).isEmpty();
        assertThat(elements("link")).isEmpty();
        assertThat(elements("img")).isEmpty();
        assertThat(elements("iframe")).isEmpty();
        assertThat(elements("*")).allSatisfy(element -> {
            assertThat(element.hasAttribute("src")).isFalse();
            assertThat(element.getAttribute("href")).matches("|data:application/json;.*");
        });
        assertThat(texts("style")).allSatisfy(style -> assertThat(style)
                .doesNotContain("url(", "@import", "http")
                .contains("prefers-color-scheme: dark"));
    }
}
