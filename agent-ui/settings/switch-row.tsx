import { Icon, type IconName } from "../look/icon.tsx";

interface SwitchRowProps {
  icon: IconName;
  name: string;
  /** What it means when it is on. */
  consequence: string;
  isOn: boolean;
  onSwitch(isOn: boolean): void;
}

export function SwitchRow({ icon, name, consequence, isOn, onSwitch }: SwitchRowProps) {
  const id = `consequence-${name.toLowerCase().replaceAll(" ", "-")}`;
  return (
    <div class="set">
      <Icon name={icon} />
      <b>{name}</b>
      <small id={id}>{consequence}</small>
      <button
        class="switch"
        type="button"
        role="switch"
        aria-checked={isOn}
        aria-label={name}
        aria-describedby={id}
        onClick={() => onSwitch(!isOn)}
      >
        <i />
      </button>
    </div>
  );
}
