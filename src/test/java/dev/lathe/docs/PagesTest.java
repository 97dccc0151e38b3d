package dev.lathe.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the pages together: links lead somewhere, and every page can be found. */
class PagesTest {
    /** Fewer pages than this mean that the test looked in the wrong place. */
    private static final int FEWEST_PAGES = 15;

    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Path README = Path.of("README.md");
    private static final Pattern OUTSIDE = Pattern.compile("(https?|mailto):.*");
    private static final Pattern MACHINE_PATH = Pattern.compile("(?<![\\w.:/])/(root|home|work|tmp|usr|opt|Users)/");

    private final Map<Path, Page> pages;

    PagesTest() throws IOException {
        pages = Page.all().stream().collect(Collectors.toMap(Page::path, Function.identity()));
    }

    @Test
    void thePagesAreFound() {
        assertThat(pages.keySet()).hasSizeGreaterThan(FEWEST_PAGES).contains(README);
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Page page : pages.values()) {
            for (String link : page.links()) {
                if (!OUTSIDE.matcher(link).matches() && !leadsSomewhere(page, link)) {
                    broken.add(page.path() + ": " + link);
                }
            }
        }
        assertThat(broken).as("broken links").isEmpty();
    }

    private static boolean leadsSomewhere(Page page, String link) throws IOException {
        Path target = page.target(link);
        if (link.startsWith("/") || !Files.exists(target)) {
            return false;
        }
        int hash = link.indexOf('#');
        return hash < 0 || Page.read(target).anchors().contains(link.substring(hash + 1));
    }

    @Test
    void everyPageIsReachedFromTheReadme() {
        Set<Path> reached = new HashSet<>();
        Deque<Path> open = new ArrayDeque<>(List.of(README));
        while (!open.isEmpty()) {
            Page page = pages.get(open.pop());
            if (page != null && reached.add(page.path())) {
                page.links().forEach(link -> open.add(page.target(link)));
            }
        }
        assertThat(reached).containsAll(pages.keySet());
    }

    @Test
    void noPageNamesAPathOfSomebodysMachine() {
        assertThat(pages.values())
                .allSatisfy(page ->
                        assertThat(page.text()).as(page.path().toString()).doesNotContainPattern(MACHINE_PATH));
    }

    @Test
    void theMapNamesEveryPackage() throws IOException {
        List<String> packages;
        try (Stream<Path> paths = Files.walk(SOURCES)) {
            packages = paths.filter(path -> path.endsWith("package-info.java"))
                    .map(path -> "(../" + path.getParent() + ")")
                    .toList();
        }
        assertThat(packages).isNotEmpty();
        assertThat(Files.readString(Path.of("docs", "architecture.md"))).contains(packages);
    }

    @Test
    void linksInsideCodeAreNone() {
        Page page = new Page(
                Path.of("a.md"), "# A `b`-c\n[x](y.md#z) `[x](no.md)`\n```sh\n[x](no.md)\n```\n# A bc\n# A b-c\n");
        assertThat(page.links()).containsExactly("y.md#z");
        assertThat(page.target("y.md#z")).isEqualTo(Path.of("y.md"));
        assertThat(page.anchors()).containsExactly("a-b-c", "a-bc", "a-b-c-1");
        assertThat(page.blocks("sh")).containsExactly("[x](no.md)\n");
    }
}
