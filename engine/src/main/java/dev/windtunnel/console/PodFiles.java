package dev.windtunnel.console;

import dev.windtunnel.simulation.Run.PodView;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * What programs in the pods of a run write: in memory, by pod, gone with the run. A program that reads gets its pod's
 * file, or else the file that its user has under this name; nothing is ever written there.
 */
public final class PodFiles {
    private static final String NULL = "/dev/null";

    private final ConsoleFiles users;
    /** By pod and absolute path. */
    private final Map<Place, byte[]> written = new HashMap<>();

    private record Place(int pod, String path) {}

    /**
     * Pods in which nothing is written yet.
     *
     * @param users the files of who types the lines
     */
    public PodFiles(ConsoleFiles users) {
        this.users = users;
    }

    /** The files of who types the lines. */
    ConsoleFiles users() {
        return users;
    }

    byte[] read(PodView pod, String file) throws IOException {
        byte[] bytes = written.get(new Place(pod.id(), absolute(file)));
        return bytes != null ? bytes : users.read(file);
    }

    /** A file of the pod alone. */
    byte[] readWritten(PodView pod, String file) throws IOException {
        byte[] bytes = written.get(new Place(pod.id(), absolute(file)));
        if (bytes == null) {
            throw new FileNotFoundException(file);
        }
        return bytes;
    }

    /**
     * Writes a file anew; its folders are there.
     *
     * @throws IOException when the name is that of a folder, or a file stands where a folder has to be
     */
    void write(PodView pod, String file, byte[] bytes) throws IOException {
        String path = absolute(file);
        if (path.equals(NULL)) {
            return;
        }
        if (file.isEmpty() || file.endsWith("/") || path.equals("/")) {
            throw new IOException("Is a directory");
        }
        for (Place place : written.keySet()) {
            if (place.pod() == pod.id()
                    && (place.path().startsWith(path + "/") || path.startsWith(place.path() + "/"))) {
                throw new IOException("Not a directory");
            }
        }
        written.put(new Place(pod.id(), path), bytes.clone());
    }

    /** Programs in a pod start at its root. */
    private static String absolute(String file) {
        StringBuilder path = new StringBuilder();
        for (String name : file.split("/")) {
            if (name.equals("..")) {
                path.setLength(Math.max(0, path.lastIndexOf("/")));
            } else if (!name.isEmpty() && !name.equals(".")) {
                path.append('/').append(name);
            }
        }
        return path.isEmpty() ? "/" : path.toString();
    }
}
