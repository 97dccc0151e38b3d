package dev.lathe.backend.gpu.opencl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/** Questions to platforms and devices. */
final class Info {
    private Info() {}

    static String text(cl_platform_id platform, int what) {
        long[] size = new long[1];
        Status.check(CL.clGetPlatformInfo(platform, what, 0, null, size), "OpenCL", "asking a platform");
        byte[] text = new byte[(int) size[0]];
        Status.check(
                CL.clGetPlatformInfo(platform, what, text.length, Pointer.to(text), null),
                "OpenCL",
                "asking a platform");
        return text(text);
    }

    static String text(cl_device_id device, int what) {
        long[] size = new long[1];
        Status.check(CL.clGetDeviceInfo(device, what, 0, null, size), "OpenCL", "asking a device");
        return text(bytes(device, what, (int) size[0]));
    }

    static int number(cl_device_id device, int what) {
        return buffer(device, what, Sizeof.cl_int).getInt();
    }

    static long bigNumber(cl_device_id device, int what) {
        return buffer(device, what, Sizeof.cl_ulong).getLong();
    }

    static long size(cl_device_id device, int what) {
        return buffer(device, what, Sizeof.size_t).getLong();
    }

    /** The first of several sizes: {@code CL_DEVICE_MAX_WORK_ITEM_SIZES} has one for each axis. */
    static long firstSize(cl_device_id device, int what, int count) {
        return buffer(device, what, Sizeof.size_t * count).getLong();
    }

    private static ByteBuffer buffer(cl_device_id device, int what, int bytes) {
        return ByteBuffer.wrap(bytes(device, what, bytes)).order(ByteOrder.nativeOrder());
    }

    private static byte[] bytes(cl_device_id device, int what, int size) {
        byte[] bytes = new byte[size];
        Status.check(CL.clGetDeviceInfo(device, what, size, Pointer.to(bytes), null), "OpenCL", "asking a device");
        return bytes;
    }

    private static String text(byte[] zeroTerminated) {
        int length = Math.max(0, zeroTerminated.length - 1);
        return new String(zeroTerminated, 0, length, StandardCharsets.UTF_8).strip();
    }
}
